package dev.outbox.events.contracts;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The record of the event that checks are tried with, and what must not become of it. */
final class SampleEvents {

  static final String EVENT = "dev.sample.order.OrderPlaced";
  static final String V1 = EVENT + ".v1";
  private static final String ID = "https://outbox.example/schemas/" + V1 + ".json";

  private SampleEvents() {}

  interface KeyedByOrder extends Event {

    UUID orderId();

    @Override
    default String aggregateId() {
      return orderId().toString();
    }
  }

  enum Channel {
    WEB,
    PHONE
  }

  record Line(
      String sku,
      int quantity,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal unitPrice) {}

  @EventType(value = V1, aggregate = "order", schema = ID)
  record OrderPlaced(
      UUID orderId, String customerId, Channel channel, List<Line> lines, Instant placedAt)
      implements KeyedByOrder {}

  static final class KeyedByCustomer {

    @EventType(value = V1, aggregate = "order", schema = ID)
    record OrderPlaced(
        UUID orderId, String customerId, Channel channel, List<Line> lines, Instant placedAt)
        implements Event {

      @Override
      public String aggregateId() {
        return customerId;
      }
    }
  }

  static final class OfOtherAggregate {

    @EventType(value = V1, aggregate = "shop", schema = ID)
    record OrderPlaced(
        UUID orderId, String customerId, Channel channel, List<Line> lines, Instant placedAt)
        implements KeyedByOrder {}
  }

  static final class PriceAsNumber {

    record Line(String sku, int quantity, BigDecimal unitPrice) {}

    @EventType(value = V1, aggregate = "order", schema = ID)
    record OrderPlaced(
        UUID orderId, String customerId, Channel channel, List<Line> lines, Instant placedAt)
        implements KeyedByOrder {}
  }

  static final class Renamed {

    @EventType(value = V1, aggregate = "order", schema = ID)
    record OrderPlaced(
        UUID orderId, String client, Channel channel, List<Line> lines, Instant placedAt)
        implements KeyedByOrder {}
  }

  @EventType(
      value = EVENT + ".v2",
      aggregate = "order",
      schema = "https://outbox.example/schemas/" + EVENT + ".v2.json")
  record OrderPlacedV2(
      UUID orderId, String customerId, Channel channel, List<Line> lines, Instant placedAt)
      implements KeyedByOrder {}
}
