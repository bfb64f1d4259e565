package dev.outbox.events.contracts;

import dev.outbox.events.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A copy of the project's contracts, to break. */
final class ContractsCopy {

  static final String PLACED = "dev.outbox.order.OrderPlaced";
  static final String CANCELLED = "dev.outbox.order.OrderCancelled";

  private final ContractFiles files;
  private final List<Class<? extends Event>> records =
      new ArrayList<>(Contracts.recordsOfProject());

  ContractsCopy(Path folder) {
    files = new ContractFiles(folder);
    Path project = ContractFiles.ofProject().folder();
    try (Stream<Path> all = Files.walk(project)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        ContractFiles.write(folder.resolve(project.relativize(file)), ContractFiles.text(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ContractFiles files() {
    return files;
  }

  Contracts read() {
    return files.read(records);
  }

  /** What a check finds. */
  List<String> findings(ContractCheck check) {
    return check.check(read()).map(Finding::toString).toList();
  }

  /** Changes the schema of a version. */
  ContractsCopy schema(String type, Consumer<ObjectNode> change) {
    return change(files.schema(VersionName.of(type)), change);
  }

  /** Changes what a consumer reads. */
  ContractsCopy need(String consumer, String event, Consumer<ObjectNode> change) {
    return change(files.need(consumer, event), change);
  }

  /** Adds a version that is the one before it with a change. */
  ContractsCopy next(String event, int version, Consumer<ObjectNode> change) {
    VersionName before = new VersionName(event, version - 1);
    VersionName next = new VersionName(event, version);
    ContractFiles.write(files.example(next), ContractFiles.text(files.example(before)));
    ContractFiles.write(files.schema(next), ContractFiles.text(files.schema(before)));
    return change(
        files.schema(next),
        schema -> {
          schema.put("$id", "https://outbox.example/schemas/" + next + ".json");
          change.accept(schema);
        });
  }

  /** Takes a record instead of the one of the same type. */
  ContractsCopy record(Class<? extends Event> record) {
    VersionName name = Contracts.byType(List.of(record)).firstKey();
    records.removeIf(other -> Contracts.byType(List.of(other)).containsKey(name));
    records.add(record);
    return this;
  }

  private ContractsCopy change(Path file, Consumer<ObjectNode> change) {
    ObjectNode json = (ObjectNode) ContractFiles.json(file);
    change.accept(json);
    ContractFiles.write(file, ContractFiles.pretty(json) + "\n");
    return this;
  }

  /** A part of a schema: {@code /properties/lines/items}. */
  static ObjectNode at(ObjectNode schema, String pointer) {
    return (ObjectNode) schema.at(pointer);
  }

  /** Says that a field need not be there. */
  static void optional(ObjectNode schema, String field) {
    schema.withArray("required").removeIf(name -> name.asString().equals(field));
  }
}
