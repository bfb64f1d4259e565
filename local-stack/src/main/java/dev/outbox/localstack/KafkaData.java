package dev.outbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** A Kafka broker's configuration and data in one directory. */
record KafkaData(Path directory) {

  KafkaData {
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Writes the configuration and formats the storage if that was not done yet.
   *
   * @param settings of the broker, besides those of all brokers, or instead of them
   */
  void prepare(int port, int controllerPort, Map<String, String> settings) {
    try {
      Files.createDirectories(directory);
      StringBuilder text = new StringBuilder(configuration(port, controllerPort));
      settings.forEach((name, value) -> text.append(name + "=" + quoted(value) + "\n"));
      Files.writeString(config(), text);
      Files.writeString(logging(), Distribution.resource("kafka-log4j2.properties"));
      // A file, because the class path is longer than a reader of ps wants to see.
      Files.writeString(arguments(), "-cp \"" + quoted(Distribution.kafkaClassPath()) + "\"\n");
      Path formatted = directory.resolve("formatted");
      if (!Files.exists(formatted)) {
        format();
        Files.createFile(formatted); // last: an interrupted format is done again
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to run. */
  List<String> command() {
    return List.of(
        Distribution.java(),
        "-Xms256m",
        "-Xmx512m",
        "-Dlog4j2.configurationFile=" + logging().toUri(),
        "@" + arguments(),
        "kafka.Kafka",
        config().toString());
  }

  private void format() {
    Directories.delete(data());
    List<String> command =
        List.of(
            Distribution.java(),
            "@" + arguments(),
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            config().toString());
    new Log(directory.resolve("format.log")).run("Formatting Kafka's storage", command, Map.of());
  }

  private String configuration(int port, int controllerPort) {
    return Distribution.resource("server.properties")
        + """
        listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        advertised.listeners=PLAINTEXT://127.0.0.1:%d
        controller.quorum.voters=1@127.0.0.1:%d
        log.dirs=%s
        """
            .formatted(port, controllerPort, port, controllerPort, quoted(data().toString()));
  }

  // A backslash escapes in properties files and in java's argument files.
  private static String quoted(String path) {
    return path.replace("\\", "\\\\");
  }

  private Path config() {
    return directory.resolve("server.properties");
  }

  private Path logging() {
    return directory.resolve("log4j2.properties");
  }

  private Path arguments() {
    return directory.resolve("java.args");
  }

  private Path data() {
    return directory.resolve("data");
  }
}
