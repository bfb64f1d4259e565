package dev.outbox.starter.outbox;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.EventType;
import dev.outbox.events.EventTypes;
import dev.outbox.starter.OwnTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** The outbox as a table in the service's own MySQL database. */
final class JdbcOutbox implements Outbox {

  private static final String INSERT =
      """
      INSERT INTO outbox_event
        (id, aggregatetype, aggregateid, type, payload, dataschema, traceparent, tracestate)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** Told, since for a null without a type Spring asks the driver, which throws. */
  private static final int[] TYPES = new int[8];

  static {
    Arrays.fill(TYPES, Types.VARCHAR);
  }

  private final OwnTransaction transaction;
  private final JdbcTemplate jdbc;
  private final DataSize maxPayloadSize;
  private final PayloadCheck payloadCheck;
  private final TraceContext traceContext;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  JdbcOutbox(
      DataSource dataSource,
      OutboxProperties properties,
      PayloadCheck payloadCheck,
      TraceContext traceContext) {
    this.transaction = new OwnTransaction(dataSource);
    this.jdbc = new JdbcTemplate(dataSource);
    this.maxPayloadSize = properties.maxPayloadSize();
    this.payloadCheck = payloadCheck;
    this.traceContext = traceContext;
  }

  @Override
  public UUID append(Event event) {
    EventType type = EventTypes.of(event.getClass());
    transaction.require(
        type.value()
            + " was not appended to the outbox: append it in the transaction that changes the state"
            + " it tells of, before that ends, for instance in a @Transactional method");
    requireKey(type, event.aggregateId());
    String payload = EventJson.write(event);
    requireSize(type, event.aggregateId(), payload);
    payloadCheck.check(type, event, payload);
    UUID id = ids.generate();
    Map<String, String> trace = traceContext.headers();
    jdbc.update(
        INSERT,
        new @Nullable Object[] {
          id.toString(),
          type.aggregate(),
          event.aggregateId(),
          type.value(),
          payload,
          type.schema().isEmpty() ? null : type.schema(),
          trace.get("traceparent"),
          trace.get("tracestate")
        },
        TYPES);
    return id;
  }

  private static void requireKey(EventType type, String aggregateId) {
    if (aggregateId.isEmpty() || aggregateId.length() > 255) {
      throw new IllegalArgumentException(
          "The aggregate id of %s must have 1 to 255 characters, was '%s'"
              .formatted(type.value(), aggregateId));
    }
  }

  private void requireSize(EventType type, String aggregateId, String payload) {
    long limit = maxPayloadSize.toBytes();
    // A char becomes at most three bytes, so most events need no counting.
    if (payload.length() * 3L > limit) {
      long bytes = payload.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > limit) {
        throw new EventTooLargeException(type.value(), aggregateId, bytes, maxPayloadSize);
      }
    }
  }
}
