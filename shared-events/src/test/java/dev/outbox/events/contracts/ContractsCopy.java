package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.SampleEvents.EVENT;
import static dev.outbox.events.contracts.SampleEvents.V1;

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

/** Contracts of one event and its two consumers, to break. */
final class ContractsCopy {

  private static final Path SAMPLE =
      Path.of("src", "test", "resources", "dev", "outbox", "events", "contracts", "sample");

  private final ContractFiles files;
  private final List<Class<? extends Event>> records =
      new ArrayList<>(List.of(SampleEvents.OrderPlaced.class));

  ContractsCopy(Path folder) {
    files = new ContractFiles(folder);
    try (Stream<Path> all = Files.walk(SAMPLE)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        ContractFiles.write(folder.resolve(SAMPLE.relativize(file)), ContractFiles.text(file));
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

  /** Changes the schema of the first version. */
  ContractsCopy schema(Consumer<ObjectNode> change) {
    return change(files.schema(VersionName.of(V1)), change);
  }

  /** Changes what a consumer reads. */
  ContractsCopy need(String consumer, Consumer<ObjectNode> change) {
    return change(files.need(consumer, EVENT), change);
  }

  /** Adds a version that is the one before it with a change. */
  ContractsCopy next(int version, Consumer<ObjectNode> change) {
    VersionName before = new VersionName(EVENT, version - 1);
    VersionName next = new VersionName(EVENT, version);
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
