package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.outbox.relay.binlog.OutboxRows.Kind;
import java.io.IOException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads which outbox rows were changed or deleted in, and skips the rows. */
final class ChangedRowsDeserializer implements EventDataDeserializer<OutboxRows> {

  private final Kind kind;
  private final LongFunction<@Nullable String> outboxes;

  /**
   * Reads for one connection.
   *
   * @param outboxes gives the name of the outbox that has a table's number; null if none has
   */
  ChangedRowsDeserializer(Kind kind, LongFunction<@Nullable String> outboxes) {
    this.kind = kind;
    this.outboxes = outboxes;
  }

  @Override
  public OutboxRows deserialize(ByteArrayInputStream in) throws IOException {
    String outbox = outboxes.apply(in.readLong(6));
    return outbox == null ? OutboxRows.NONE : OutboxRows.of(kind, outbox);
  }
}
