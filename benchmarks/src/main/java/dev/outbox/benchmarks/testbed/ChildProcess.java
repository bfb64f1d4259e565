package dev.outbox.benchmarks.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A contender as a Java process of its own, so that its CPU and memory can be told apart. It ends
 * with this process, however that ends. What it prints goes to a log.
 */
public final class ChildProcess implements AutoCloseable {

  // Reads from a pipe that this process holds open: when that closes, this process is gone.
  private static final String WATCHDOG = "trap '' HUP INT TERM; read -r _; kill -9 \"$1\"";
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Path log;
  private final Process process;
  private final Process watchdog;
  private final PrintWriter input;
  private final Map<String, Integer> awaited = new HashMap<>();

  private ChildProcess(String name, Path log, Process process, Process watchdog) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.watchdog = watchdog;
    this.input = new PrintWriter(process.outputWriter(UTF_8), true);
  }

  /**
   * Starts one.
   *
   * @param arguments those of {@code java}
   */
  public static ChildProcess java(String name, Path directory, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    try {
      Files.createDirectories(directory);
      Path log = directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Process watchdog =
          new ProcessBuilder("sh", "-c", WATCHDOG, "watchdog", "" + process.pid())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new ChildProcess(name, log, process, watchdog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A main class of this module, with this module's class path. */
  public static ChildProcess main(
      String name, Path directory, List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return java(name, directory, command);
  }

  public long pid() {
    return process.pid();
  }

  /** Tells the process to do something. */
  public void tell(String line) {
    input.println(line);
  }

  /** Waits for an answer; if it was waited for before, for another one. */
  public void awaitAnswer(String answer, Duration limit) {
    int count = awaited.merge(answer, 1, Integer::sum);
    Waiting.until(name + " answers " + answer, limit, () -> answers(answer) >= count || !alive());
    requireAlive();
  }

  private long answers(String answer) {
    try (Stream<String> lines = Files.lines(log, ISO_8859_1)) {
      return lines.filter((Commands.ANSWER + answer)::equals).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that the process runs.
   *
   * @throws BenchmarkException if it has ended
   */
  public void requireAlive() {
    if (!alive()) {
      throw new BenchmarkException("%s has ended, %s says why.".formatted(name, log), null);
    }
  }

  private boolean alive() {
    return process.isAlive();
  }

  /** Stops it in its tracks, as if the machine had forgotten it. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, "" + pid()).inheritIO().start().waitFor();
      if (status != 0) {
        throw new BenchmarkException(name + " has ended, " + log + " says why.", null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      if (alive()) {
        thaw();
        process.destroy();
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      watchdog.destroyForcibly();
    }
  }
}
