package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.EventJson;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.starter.testing.Publisher;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Texts of events are stored as they are, or not at all. */
@ServiceTest
class NotificationTextsIntegrationTests {

  private static final String TYPE = "dev.outbox.order.OrderConfirmed.v1";

  @Autowired private ServiceProbe service;

  /** A question mark in its place would make it the address of another. */
  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d"})
  void anAddressWithHalfACharacterIsParkedAndNoMessageStored(String half) {
    service.awaitHealthy();
    UUID order = UUID.randomUUID();
    String json =
        EventJson.write(
                new OrderConfirmed(
                    order, "c-1", "a?z@b.example", "EUR", new BigDecimal("1.00"), Instant.now()))
            .replace("?", half);
    String id = UUID.randomUUID().toString();
    service.publisher().send("order-events", order.toString(), Publisher.headers(id, TYPE), json);
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () -> assertThat(service.count("inbox_parked WHERE id = ?", id)).isEqualTo(1));
    assertThat(service.count("notification WHERE order_id = ?", order.toString())).isZero();
  }

  @Test
  void eachColumnOfTextIsComparedByteByByte() {
    assertThat(service.columnsNotComparedByBytes()).isEmpty();
  }
}
