package dev.outbox.events.contracts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is generated from contracts for those who look for an event.
 *
 * @param files by their names
 */
record Catalogue(SortedMap<String, String> files) {

  static final Path FOLDER = Path.of("..", "docs", "events");

  static Catalogue of(Contracts contracts) {
    return new Catalogue(
        new TreeMap<>(
            Map.of(
                "README.md",
                EventsPage.of(contracts),
                "asyncapi.json",
                ContractFiles.pretty(AsyncApi.of(contracts)) + "\n")));
  }

  void write(Path folder) {
    files.forEach((name, text) -> ContractFiles.write(folder.resolve(name), text));
  }

  /** The files in a folder that are not as they should be. */
  List<String> stale(Path folder) {
    return files.entrySet().stream()
        .filter(file -> !file.getValue().equals(text(folder.resolve(file.getKey()))))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String text(Path file) {
    return Files.exists(file) ? ContractFiles.text(file) : "";
  }
}
