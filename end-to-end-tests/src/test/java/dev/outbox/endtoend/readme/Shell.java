package dev.outbox.endtoend.readme;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A terminal in the project's folder: what one command sets, the next one sees. {@code curl} fails
 * where the answer is an error. Its files are in a folder of their own.
 */
final class Shell {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final String RUN =
      """
      [[ ! -e $VARIABLES ]] || . "$VARIABLES"
      curl() { command curl -f "$@"; }
      set -a
      %s
      status=$?
      export -p >"$VARIABLES"
      exit $status
      """;

  // The pipe that it reads closes with the JVM, however that ends. The job is a process group.
  private static final String SERVE =
      """
      set -m
      {
      %s
      } </dev/null &
      read -r _
      kill -- -$!
      for _ in {1..200}; do kill -0 -- -$! || exit 0; sleep 0.1; done
      kill -KILL -- -$!
      """;

  private static final String LATER = "read -r _\n%s\n";

  private final Path folder;
  private final Map<String, String> environment;

  Shell(Path folder, Map<String, String> environment) {
    this.folder = folder.toAbsolutePath();
    this.environment = Map.copyOf(environment);
  }

  /** What a command printed, errors included, and its exit status. */
  record Result(int status, String output) {}

  /** Runs a command to its end. */
  Result run(String command) {
    Path output = folder.resolve("output");
    Process process = bash(RUN.formatted(command), output.toFile(), false);
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("after " + LIMIT + " still running: " + command);
      }
      return new Result(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command until what is returned is closed, or this JVM ends. */
  Background serve(String name, String command) {
    return background(name, SERVE.formatted(command));
  }

  /** Runs a command when what is returned is closed, or this JVM ends. */
  Background later(String name, String command) {
    return background(name, LATER.formatted(command));
  }

  private Background background(String name, String script) {
    Path log = folder.resolve(name + ".log");
    return new Background(bash(script, log.toFile(), true), log);
  }

  private Process bash(String script, File output, boolean ownSession) {
    List<String> bash = List.of("bash", "-c", script);
    List<String> apart = List.of("setsid", "bash", "-c", script); // Ctrl-C does not reach it
    ProcessBuilder builder = new ProcessBuilder(ownSession ? apart : bash);
    builder.directory(Readme.PROJECT.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("VARIABLES", folder.resolve("variables").toString());
    builder.redirectErrorStream(true).redirectOutput(output);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
