package dev.outbox.benchmarks.testbed;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/** An event of some 500 bytes of JSON, and the row that a service has for it. */
@EventType(value = Purchased.TYPE, aggregate = "purchase")
public record Purchased(String purchaseId, String filler) implements Event {

  /** The CloudEvents type. */
  public static final String TYPE = "dev.outbox.benchmarks.Purchased.v1";

  /** Takes the purchase's id and the buyer. */
  public static final String INSERT = "INSERT INTO purchase (id, buyer) VALUES (?, ?)";

  private static final String FILLER = "x".repeat(430);

  /** The purchase with an id. */
  public static Purchased of(String purchaseId) {
    return new Purchased(purchaseId, FILLER);
  }

  /** Makes the table for {@link #INSERT}. */
  public static void createTable(TestBed bed, BenchOutbox outbox) {
    bed.mysql()
        .execute(
            "CREATE TABLE %s.purchase (id CHAR(36) CHARACTER SET ascii PRIMARY KEY, buyer VARCHAR(64) NOT NULL)"
                .formatted(outbox.name()));
  }

  @Override
  public String aggregateId() {
    return purchaseId;
  }
}
