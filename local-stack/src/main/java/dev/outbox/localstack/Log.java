package dev.outbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with what a program printed. */
record Log(Path file) {

  private static final int LINES = 15;
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: ([^:]+):");
  private static final Map<String, String> PACKAGES =
      Map.of(
          "libaio.so.1", "libaio1 (libaio1t64 on newer Debian and Ubuntu, libaio on Fedora)",
          "libnuma.so.1", "libnuma1 (numactl-libs on Fedora)");

  ProcessBuilder attach(ProcessBuilder command, Map<String, String> environment) {
    command.environment().putAll(environment);
    return command
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
  }

  /** Runs a program to its end. */
  void run(String name, List<String> command, Map<String, String> environment) {
    try {
      int status = attach(new ProcessBuilder(command), environment).start().waitFor();
      if (status != 0) {
        throw new LocalStackException(explain(name + " failed, exit status " + status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for " + name, e);
    }
  }

  /** The failure with its cause: what to install if that is clear, else the end of the log. */
  String explain(String failure) {
    List<String> lines = lines();
    for (String line : lines) {
      Matcher matcher = MISSING_LIBRARY.matcher(line);
      if (matcher.find()) {
        String library = matcher.group(1);
        return "MySQL needs the system library %s: install the package %s."
            .formatted(library, PACKAGES.getOrDefault(library, "that has it"));
      }
    }
    return failure
        + ". Its log ("
        + file
        + ") ends with:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  private List<String> lines() {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
