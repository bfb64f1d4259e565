package dev.outbox.relay.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.OutboxEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that keeps what operators discard: a JSON object a line, with all columns of the row.
 * Safe for use by several threads.
 */
@Component
class DiscardedEvents {

  private final Path file;
  private final JsonMapper json;
  private final Clock clock;

  DiscardedEvents(OperatorSettings settings, JsonMapper json, Clock clock) {
    this.file = settings.discarded().toAbsolutePath().normalize();
    this.json = json;
    this.clock = clock;
  }

  Path file() {
    return file;
  }

  /**
   * Appends an event; it is on the disk when this returns.
   *
   * @throws NotKeptException if that does not work
   */
  synchronized void keep(String outbox, OutboxEvent event) {
    byte[] line = (json.writeValueAsString(row(outbox, event)) + "\n").getBytes(UTF_8);
    try {
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        append(channel, line);
      }
    } catch (IOException e) {
      throw new NotKeptException(file, e);
    }
  }

  /** All of the line, or none of it, so that the next one is not glued to a part. */
  private static void append(FileChannel channel, byte[] line) throws IOException {
    long end = channel.size();
    try {
      channel.position(end);
      ByteBuffer left = ByteBuffer.wrap(line);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  private Map<String, Object> row(String outbox, OutboxEvent event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("discardedAt", clock.instant().toString());
    row.put("outbox", outbox);
    row.put("position", Long.toUnsignedString(event.position()));
    row.put("id", event.id());
    row.put("aggregatetype", event.aggregateType());
    row.put("aggregateid", event.aggregateId());
    row.put("type", event.type());
    row.put("payload", new String(event.payload(), UTF_8));
    row.put("dataschema", event.dataSchema());
    row.put("traceparent", event.traceParent());
    row.put("tracestate", event.traceState());
    row.put("created_at", Instant.EPOCH.plus(event.createdMicros(), ChronoUnit.MICROS).toString());
    return row;
  }
}
