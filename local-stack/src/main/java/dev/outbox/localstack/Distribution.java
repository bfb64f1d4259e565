package dev.outbox.localstack;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The servers' programs, where this module's build put them. */
final class Distribution {

  private Distribution() {}

  static Path mysqld() {
    Path mysqld = Path.of(property("mysqld"));
    if (!Files.isExecutable(mysqld)) {
      throw new LocalStackException(
          "There is no MySQL server at "
              + mysqld
              + ": './mvnw -pl local-stack clean package' fetches it.");
    }
    return mysqld;
  }

  /** The mail server, with all that it needs. */
  static Path greenmail() {
    Path jar = Path.of(property("greenmail"));
    if (!Files.exists(jar)) {
      throw new LocalStackException(
          "There is no mail server at " + jar + ": './mvnw -pl local-stack package' fetches it.");
    }
    return jar;
  }

  /** The java of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What the Kafka broker runs on; it has what the command line needs, too. */
  static String kafkaClassPath() {
    return resource("runtime.classpath").strip();
  }

  static String mysqlImage() {
    return property("mysql.image");
  }

  static String kafkaImage() {
    return property("kafka.image");
  }

  /** A folder for what is made once per machine. */
  static Path cache() {
    return Path.of(property("cache"));
  }

  /** A file that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = Distribution.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(
            name + " is missing from the class path of local-stack: build it with Maven");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(resource("local-stack.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
