package dev.outbox.endtoend.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One of the project's files for Docker Compose, as it stands, before Compose merges it with
 * others.
 */
record ComposeFile(String name, String text, Map<String, Map<String, Object>> services) {

  private static final Path PROJECT = Path.of("..");

  static ComposeFile read(String name) {
    String text = text(name);
    Map<String, Object> file = new Yaml(new WithResets()).load(text);
    @SuppressWarnings("unchecked")
    var services = (Map<String, Map<String, Object>>) Objects.requireNonNull(file.get("services"));
    return new ComposeFile(name, text, services);
  }

  static List<ComposeFile> all() {
    try (Stream<Path> files = Files.list(PROJECT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("docker-compose.*\\.yml"))
          .sorted()
          .map(ComposeFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    try {
      return Files.readString(PROJECT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a service publishes on this machine. */
  static List<String> ports(Map<String, Object> service) {
    return service.get("ports") instanceof List<?> ports
        ? ports.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Compose's {@code !reset} takes away what another file says. */
  private static final class WithResets extends SafeConstructor {

    WithResets() {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return List.of();
            }
          });
    }
  }
}
