package dev.outbox.starter.validation;

import dev.outbox.events.Event;
import dev.outbox.events.EventSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Schemas that ship with the classes of events: {@code schemas/TYPE.json} in the package of the
 * class or in one above it. Each is read and compiled once; nothing is downloaded.
 */
final class ShippedSchemas implements PayloadSchemas {

  static final JsonMapper JSON = new JsonMapper();

  private final Map<Key, Optional<PayloadSchema>> compiled = new ConcurrentHashMap<>();

  private record Key(Class<?> event, String type) {}

  @Override
  public @Nullable PayloadSchema of(Class<? extends Event> event, String type) {
    return compiled.computeIfAbsent(new Key(event, type), this::compile).orElse(null);
  }

  private Optional<PayloadSchema> compile(Key key) {
    try (InputStream file = open(key.event(), key.type())) {
      return file == null
          ? Optional.empty()
          : Optional.of(new CompiledSchema(EventSchema.compile(JSON.readTree(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable InputStream open(Class<?> event, String type) {
    String folder = event.getPackageName();
    while (true) {
      String path = "/" + folder.replace('.', '/') + "/schemas/" + type + ".json";
      InputStream file = event.getResourceAsStream(path.replace("//", "/"));
      if (file != null || folder.isEmpty()) {
        return file;
      }
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('.')));
    }
  }
}
