package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.Event;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServiceTest
@Import(NotificationServiceIntegrationTests.Channel.class)
@TestPropertySource(properties = "notification.delivery.retry-interval=200ms")
class NotificationServiceIntegrationTests {

  private static final Set<UUID> REFUSED = ConcurrentHashMap.newKeySet();

  @Autowired private ServiceProbe service;

  private final UUID order = UUID.randomUUID();

  @BeforeEach
  void awaitHealthy() {
    service.awaitHealthy();
  }

  @Test
  void everyExampleIsHandledAlsoWithFieldsAddedLater() {
    assertThat(service.deliverExtendedExamples())
        .containsExactly(
            "dev.outbox.order.OrderCancelled.v1",
            "dev.outbox.order.OrderConfirmed.v1",
            "dev.outbox.order.OrderRejected.v1");
  }

  @Test
  void aConfirmedOrderGetsOneMessageThatIsSent() {
    service.deliver(confirmed());
    JsonNode message = awaitMessage("SENT");
    assertThat(message.get("kind").asString()).isEqualTo("ORDER_CONFIRMED");
    assertThat(message.get("recipient").asString()).isEqualTo("ada@example.org");
    assertThat(message.get("body").asString()).contains("1.35 EUR").contains(order.toString());
    assertThat(types()).containsExactly("dev.outbox.notification.NotificationSent.v1");
  }

  @Test
  void aRejectedOrderIsToldWhatThereWasTooLittleOf() {
    service.deliver(
        new OrderRejected(
            order,
            "c-1",
            "ada@example.org",
            OrderRejected.Reason.OUT_OF_STOCK,
            List.of("apple", "pear"),
            Instant.now()));
    JsonNode message = awaitMessage("SENT");
    assertThat(message.get("kind").asString()).isEqualTo("ORDER_REJECTED");
    assertThat(message.get("body").asString()).contains("apple, pear");
  }

  @Test
  void aCancelledOrderIsToldWhy() {
    service.deliver(cancelled(OrderCancelled.Reason.TIMEOUT));
    JsonNode message = awaitMessage("SENT");
    assertThat(message.get("kind").asString()).isEqualTo("ORDER_CANCELLED");
    assertThat(message.get("recipient").asString()).isEqualTo("ada@example.org");
    assertThat(message.get("body").asString()).contains("in time").contains(order.toString());
    assertThat(types()).containsExactly("dev.outbox.notification.NotificationSent.v1");
  }

  @Test
  void anOrderThatIsCancelledAfterItWasConfirmedGetsBothMessages() {
    service.deliver(confirmed());
    service.deliver(cancelled(OrderCancelled.Reason.CUSTOMER));
    await().atMost(ServiceProbe.LONG).until(() -> types().size() == 2);
    assertThat(messages().get(0).get("kind").asString()).isEqualTo("ORDER_CONFIRMED");
    assertThat(messages().get(1).get("kind").asString()).isEqualTo("ORDER_CANCELLED");
    assertThat(messages().get(1).get("body").asString()).contains("As you wished");
  }

  @Test
  void anOutcomeThatIsToldTwiceGetsOneMessage() {
    service.deliver(confirmed());
    service.deliver(confirmed());
    awaitMessage("SENT");
    assertThat(types()).hasSize(1);
  }

  @Test
  void aMessageThatCannotBeDeliveredIsTriedAgain() {
    REFUSED.add(order);
    service.deliver(confirmed());
    awaitMessage("PENDING");
    assertThat(service.outbox(order.toString())).isEmpty();
    REFUSED.remove(order);
    awaitMessage("SENT");
    assertThat(types()).containsExactly("dev.outbox.notification.NotificationSent.v1");
  }

  @Test
  void otherEventsOfTheOrderGetNoMessage() {
    service
        .publisher()
        .publish(
            new OrderPlaced(
                order,
                "c-1",
                "ada@example.org",
                "EUR",
                List.of(new OrderPlaced.Line("apple", 1, BigDecimal.ONE)),
                BigDecimal.ONE,
                Instant.now()));
    service.deliver(confirmed());
    awaitMessage("SENT");
    assertThat(messages()).hasSize(1);
  }

  @Test
  void anOrderWithoutMessagesHasNone() {
    assertThat(messages()).isEmpty();
    assertThat(service.get("/notifications").getStatusCode().value()).isEqualTo(400);
    assertThat(service.get("/notifications?orderId=x").getStatusCode().value()).isEqualTo(400);
  }

  private Event confirmed() {
    return new OrderConfirmed(
        order, "c-1", "ada@example.org", "EUR", new BigDecimal("1.35"), Instant.now());
  }

  private Event cancelled(OrderCancelled.Reason reason) {
    return new OrderCancelled(order, "c-1", "ada@example.org", reason, Instant.now());
  }

  private JsonNode awaitMessage(String status) {
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () -> {
              assertThat(messages()).hasSize(1);
              assertThat(messages().get(0).get("status").asString()).isEqualTo(status);
            });
    return messages().get(0);
  }

  private JsonNode messages() {
    return service.get("/notifications?orderId=" + order).getBody();
  }

  private List<String> types() {
    return service.outboxTypes(order.toString());
  }

  @TestConfiguration
  static class Channel {

    @Bean
    @Primary
    MessageSender refusing(LogMessageSender channel) {
      return notification -> {
        if (REFUSED.contains(notification.orderId())) {
          throw new IllegalStateException("the channel is down");
        }
        channel.send(notification);
      };
    }
  }
}
