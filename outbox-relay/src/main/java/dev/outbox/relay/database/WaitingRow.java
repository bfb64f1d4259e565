package dev.outbox.relay.database;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.progress.RowKey;
import java.time.Duration;
import java.util.UUID;

/**
 * A row of an outbox's table without its event.
 *
 * @param position the row's place in its table, an unsigned number
 * @param id the event's id as it stands there
 * @param age how long ago it was inserted, by the server's clock
 */
public record WaitingRow(long position, String id, Duration age) {

  private static final UUID NOT_A_UUID = new UUID(0, 0);

  /** Names the row as published rows are remembered; no published row has an id of another form. */
  public RowKey key() {
    UUID uuid = OutboxEvent.uuid(id);
    return new RowKey(position, uuid == null ? NOT_A_UUID : uuid);
  }
}
