package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.Event;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.localstack.TestStack;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class NotificationServiceIntegrationTests {

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;
  @Autowired private ConfigurableEnvironment environment;
  @LocalServerPort private int port;

  private final UUID order = UUID.randomUUID();
  private final String recipient = "ada-" + order + "@example.org";

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
    assertThat(message.get("recipient").asString()).isEqualTo(recipient);
    assertThat(message.get("body").asString()).contains("1.35 EUR").contains(order.toString());
    assertThat(types()).containsExactly("dev.outbox.notification.NotificationSent.v1");
  }

  @Test
  void aRejectedOrderIsToldWhatThereWasTooLittleOf() {
    service.deliver(
        new OrderRejected(
            order,
            "c-1",
            recipient,
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
  void theMailIsMadeOfTheMessageAndKnownByTheIdOfTheEvent() {
    String event = service.publisher().publish(confirmed());
    awaitMessage("SENT");
    JsonNode mails = mails(recipient);
    assertThat(mails).hasSize(1);
    assertThat(mails.get(0).get("Message-ID").asString()).isEqualTo("<" + event + "@example.org>");
    assertThat(mails.get(0).get("mimeMessage").asString())
        .contains("From: orders@example.org\r\n")
        .contains("To: " + recipient + "\r\n")
        .contains("Subject: Your order is confirmed\r\n")
        .contains("Auto-Submitted: auto-generated\r\n")
        .contains("\r\n\r\nWe have everything you ordered. Order " + order);
  }

  @Test
  void twoInstancesSendEachMessageOnce() {
    int messages = 400;
    try (ConfigurableApplicationContext second = secondInstance()) {
      for (int i = 0; i < messages; i++) {
        jdbc.sql(
                """
                INSERT INTO notification
                  (id, event_id, order_id, kind, recipient, subject, body, status, created_at)
                VALUES (UUID(), UUID(), UUID(), 'ORDER_CONFIRMED', ?, 's', 'b', 'PENDING', NOW(6))
                """)
            .param(recipient)
            .update();
      }
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          service.count(
                              "notification WHERE recipient = ? AND status = 'SENT'", recipient))
                      .isEqualTo(messages));
      assertThat(sentBy(second)).as("sent by the second instance").isPositive();
    }
    assertThat(mails(recipient)).hasSize(messages);
    assertThat(
            service.count(
                "outbox_event WHERE type LIKE '%NotificationSent.v1' AND payload LIKE ?",
                "%" + recipient + "%"))
        .isEqualTo(messages);
  }

  @Test
  void metricsCountWhatIsSentAndWhatWaits() {
    service.deliver(confirmed());
    awaitMessage("SENT");
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () ->
                assertThat(prometheus())
                    .containsPattern(
                        "notification_delivery_messages_total\\{outcome=\"sent\"\\} [1-9]")
                    .contains("notification_delivery_messages_total{outcome=\"failed\"}")
                    .contains("notification_delivery_pending 0.0")
                    .contains("notification_delivery_oldest_age_seconds 0.0"));
  }

  @Test
  void otherEventsOfTheOrderGetNoMessage() {
    service
        .publisher()
        .publish(
            new OrderPlaced(
                order,
                "c-1",
                recipient,
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
        order, "c-1", recipient, "EUR", new BigDecimal("1.35"), Instant.now());
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

  private static JsonNode mails(String address) {
    return new JsonMapper().readTree(TestStack.shared().mail().mails(address));
  }

  private ConfigurableApplicationContext secondInstance() {
    Stream<String> same =
        Stream.of(
                "spring.datasource.url",
                "spring.datasource.username",
                "spring.datasource.password",
                "spring.kafka.bootstrap-servers",
                "spring.mail.port",
                "outbox.inbox.consumer")
            .map(name -> "--" + name + "=" + environment.getProperty(name));
    return new SpringApplicationBuilder(NotificationServiceApplication.class)
        .run(Stream.concat(same, Stream.of("--server.port=0")).toArray(String[]::new));
  }

  private static double sentBy(ConfigurableApplicationContext instance) {
    return instance
        .getBean(MeterRegistry.class)
        .get("notification.delivery.messages")
        .tag("outcome", "sent")
        .counter()
        .count();
  }

  private String prometheus() {
    return RestClient.create("http://127.0.0.1:" + port)
        .get()
        .uri("/actuator/prometheus")
        .retrieve()
        .body(String.class);
  }
}
