package dev.outbox.benchmarks.append;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.events.order.OrderPlaced;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events of the saga, as they are usually and large. JMH makes the constants of these names. */
public enum SampleEvent {
  STOCK_RESERVED("StockReserved of 2 lines", true),
  ORDER_PLACED("OrderPlaced of 2 lines", true),
  LARGE_ORDER_PLACED("OrderPlaced of 50 lines", false);

  private final String title;
  private final boolean usual;

  SampleEvent(String title, boolean usual) {
    this.title = title;
    this.usual = usual;
  }

  String title() {
    return title;
  }

  /** Whether events of the saga are like that. */
  boolean usual() {
    return usual;
  }

  Event event() {
    return switch (this) {
      case STOCK_RESERVED -> reserved();
      case ORDER_PLACED -> placed(2);
      case LARGE_ORDER_PLACED -> placed(50);
    };
  }

  byte[] json() {
    return EventJson.write(event()).getBytes(UTF_8);
  }

  private static OrderPlaced placed(int lines) {
    return new OrderPlaced(
        UUID.fromString("0199f0c2-7a10-7c3e-9a51-3d1f6e2b4c80"),
        "c-1",
        "ada@example.org",
        "EUR",
        IntStream.range(0, lines)
            .mapToObj(i -> new OrderPlaced.Line("apple-" + i, 2, new BigDecimal("0.45")))
            .toList(),
        new BigDecimal("0.90").multiply(new BigDecimal(lines)),
        Instant.parse("2026-11-23T09:30:00.123456Z"));
  }

  private static StockReserved reserved() {
    return new StockReserved(
        UUID.fromString("0199f0c2-7a10-7c3e-9a51-3d1f6e2b4c80"),
        List.of(new StockReserved.Line("apple", 2), new StockReserved.Line("pear", 1)),
        Instant.parse("2026-11-23T09:30:00.123456Z"));
  }
}
