package dev.outbox.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes files into a directory, which is made if it is not there. */
public final class ReportFiles {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path directory;

  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  public Path write(String name, String content) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path json(String name, Object content) {
    return write(name, JSON.writeValueAsString(content) + "\n");
  }
}
