package dev.outbox.relay;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The relay as a process of its own, to be killed. */
final class RelayProcess implements AutoCloseable {

  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  static RelayProcess start(String mode, TestOutbox outbox, Path log, String... options) {
    return start(mode, List.of(outbox), log, List.of(options), List.of());
  }

  static RelayProcess start(
      String mode,
      List<TestOutbox> outboxes,
      Path log,
      List<String> options,
      List<String> settings) {
    return start(mode, outboxes, log, options, settings, "");
  }

  /**
   * The same with other classes in place of the relay's.
   *
   * @param classesFirst a folder of classes that come first
   */
  static RelayProcess startWith(
      Path classesFirst, TestOutbox outbox, Path log, String... settings) {
    return start(
        "binlog",
        List.of(outbox),
        log,
        List.of(),
        List.of(settings),
        classesFirst + File.pathSeparator);
  }

  private static RelayProcess start(
      String mode,
      List<TestOutbox> outboxes,
      Path log,
      List<String> options,
      List<String> settings,
      String classesFirst) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It starts sooner and lives for seconds.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add("-cp");
    command.add(
        classesFirst
            + System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(RelayApplication.class.getName());
    command.addAll(RunningRelay.arguments(mode, Map.of("main", outboxes), settings));
    try {
      return new RelayProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code SIGSTOP} or {@code SIGCONT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** {@code kill -9}; what is dead stays so. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
