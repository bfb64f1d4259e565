package dev.outbox.events.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the files of contracts, where their sources are. */
record ContractFiles(Path folder) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER))
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
          .build();
  private static final Path PROJECT =
      Path.of("..", "shared-events", "src", "main", "resources", "dev", "outbox", "events");

  /** Those of this project, seen from any of its modules. */
  static ContractFiles ofProject() {
    return new ContractFiles(PROJECT);
  }

  Contracts read(Collection<Class<? extends Event>> records) {
    return new Contracts(versions(), releases(), needs(), producers(), Contracts.byType(records));
  }

  Path schema(VersionName name) {
    return folder.resolve("schemas").resolve(name + ".json");
  }

  Path example(VersionName name) {
    return folder.resolve("examples").resolve(name + ".json");
  }

  Path need(String consumer, String event) {
    return folder.resolve("consumers").resolve(consumer).resolve(event + ".json");
  }

  private Path released() {
    return folder.resolve("released.json");
  }

  private SortedMap<VersionName, EventVersion> versions() {
    SortedMap<VersionName, EventVersion> versions = new TreeMap<>();
    for (Path file : jsonFiles(folder.resolve("schemas"))) {
      VersionName name = VersionName.of(nameOf(file));
      if (!Files.exists(example(name))) {
        throw new IllegalStateException(
            "There is no example for " + name + ": add " + example(name));
      }
      versions.put(
          name,
          new EventVersion(
              name, json(file), digest(file), json(example(name)), digest(example(name))));
    }
    return versions;
  }

  private SortedMap<VersionName, Release> releases() {
    SortedMap<VersionName, Release> releases = new TreeMap<>();
    if (Files.exists(released())) {
      json(released())
          .forEachEntry(
              (type, release) ->
                  releases.put(VersionName.of(type), JSON.treeToValue(release, Release.class)));
    }
    return releases;
  }

  private List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (Path consumer : list(folder.resolve("consumers"))) {
      for (Path file : jsonFiles(consumer)) {
        needs.add(new Need(consumer.getFileName().toString(), nameOf(file), json(file)));
      }
    }
    return needs;
  }

  private SortedMap<String, SortedSet<VersionName>> producers() {
    SortedMap<String, SortedSet<VersionName>> producers = new TreeMap<>();
    json(folder.resolve("producers.json"))
        .forEachEntry(
            (service, types) -> {
              SortedSet<VersionName> written = new TreeSet<>();
              types.forEach(type -> written.add(VersionName.of(type.asString())));
              producers.put(service, written);
            });
    return producers;
  }

  void writeReleases(SortedMap<VersionName, Release> releases) {
    ObjectNode all = JSON.createObjectNode();
    releases.forEach((name, release) -> all.set(name.toString(), JSON.valueToTree(release)));
    write(released(), pretty(all) + "\n");
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String pretty(JsonNode json) {
    return JSON.writeValueAsString(json);
  }

  static String text(Path file) {
    return new String(bytes(file), UTF_8);
  }

  static JsonNode json(Path file) {
    return JSON.readTree(bytes(file));
  }

  private static List<Path> jsonFiles(Path folder) {
    return list(folder).stream().filter(file -> file.toString().endsWith(".json")).toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }

  /** As {@code sha256sum} prints it. */
  private static String digest(Path file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
