package dev.outbox.notification;

import static dev.outbox.notification.ScriptedMailServer.HANG_UP;
import static dev.outbox.notification.ScriptedMailServer.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of a message when the mail server, or this service, does not do well. */
@ServiceTest
@TestPropertySource(
    properties = {
      "notification.delivery.poll-interval=50ms",
      "notification.delivery.lease=8s",
      "notification.delivery.retry.initial-delay=100ms",
      "notification.delivery.retry.max-attempts=3",
      "spring.mail.properties.mail.smtp.timeout=3000",
      // What is no address breaks the contract; without the validator it comes as far as this.
      "outbox.inbox.validation.enabled=false"
    })
class DeliveryIntegrationTests {

  private static final ScriptedMailServer SERVER = new ScriptedMailServer();
  private static final String LONG_LOCAL_PART =
      "a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890."
          + "a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890."
          + "a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890.a234567890";
  private static final String HEALTH = "/components/delivery/status";
  private static final String SENT = "dev.outbox.notification.NotificationSent.v1";
  private static final String FAILED = "dev.outbox.notification.NotificationFailed.v1";

  @Autowired private ServiceProbe service;
  @Autowired private DeliveryThreads threads;
  @Autowired private DeliveryRecords records;
  @Autowired private JavaMailSenderImpl mail;
  @Autowired private MailComposer composer;

  private final UUID order = UUID.randomUUID();
  private final String recipient = "ada-" + order + "@example.org";

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry registry) {
    SERVER.start();
    registry.add("spring.mail.port", SERVER::port);
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeEach
  void awaitHealthy() {
    service.awaitHealthy();
  }

  @ParameterizedTest
  @CsvSource({"RCPT, 550 no such user", "DATA, 554 no", "., 552 too much"})
  void whatIsRefusedForGoodIsGivenUpAtOnce(String step, String answer) {
    SERVER.answer(recipient, step, answer);
    service.deliver(confirmed(recipient));
    JsonNode message = awaitMessage("FAILED");
    assertThat(message.get("attempts").asInt()).isEqualTo(1);
    assertThat(message.get("failure").asString()).contains(answer);
    assertThat(message.get("nextAttemptAt").isNull()).isTrue();
    JsonNode failed = event(FAILED);
    assertThat(failed.get("reason").asString()).isEqualTo("REFUSED");
    assertThat(failed.get("attempts").asInt()).isEqualTo(1);
    assertThat(failed.get("recipient").asString()).isEqualTo(recipient);
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 451 come back later",
    "RCPT, 421 I leave",
    "DATA, 450 busy",
    "., 452 full",
    "RCPT, " + SILENCE,
    "., " + SILENCE,
    "DATA, " + HANG_UP,
    "., " + HANG_UP
  })
  void whatFailsThisTimeIsTriedAgain(String step, String answer) {
    SERVER.answer(recipient, step, answer);
    service.deliver(confirmed(recipient));
    JsonNode message = awaitMessage("SENT");
    assertThat(message.get("attempts").asInt()).isEqualTo(1);
    assertThat(message.get("failure").isNull()).isTrue();
    event(SENT);
    assertThat(SERVER.mails(recipient).stream().map(copy -> copy.header("Message-ID")).distinct())
        .hasSize(1);
  }

  @Test
  void whatFailsTooOftenIsGivenUp() {
    SERVER.answer(recipient, ".", "451 no", "451 no", "451 still no");
    service.deliver(confirmed(recipient));
    JsonNode message = awaitMessage("FAILED");
    assertThat(message.get("attempts").asInt()).isEqualTo(3);
    assertThat(message.get("failure").asString()).contains("451 still no");
    assertThat(event(FAILED).get("reason").asString()).isEqualTo("ATTEMPTS_EXHAUSTED");
    assertThat(SERVER.mails(recipient)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org, eve@example.org",
        "ada@example.org\r\nRCPT TO:<eve@example.org>",
        "ada@example.org\nBcc: eve@example.org",
        "Ada <ada@example.org>",
        "friends: ada@example.org;",
        "<ada@example.org> SIZE=1",
        "ada",
        "@example.org",
        "ädä@example.org",
        "a b@example.org",
        "ada?@example.org",
        "ada@exam?ple.org",
        "ada\ufffd@example.org",
        "ada\u0085@example.org",
        "ada\u2028Bcc: eve@example.org",
        LONG_LOCAL_PART + "@example.org"
      })
  void whatIsNoAddressReachesNoServer(String address) {
    service.deliver(confirmed(address));
    assertThat(awaitMessage("FAILED").get("attempts").asInt()).isEqualTo(1);
    assertThat(event(FAILED).get("reason").asString()).isEqualTo("REFUSED");
    assertThat(SERVER.mailsAbout(order.toString())).isEmpty();
  }

  @Test
  void whileTheServerIsDownMessagesWaitAndHealthSaysSo() {
    SERVER.close();
    try {
      service.deliver(confirmed(recipient));
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () ->
                  assertThat(service.get("/actuator/health").getBody().at(HEALTH).asString())
                      .isEqualTo("DOWN"));
      assertThat(service.get("/actuator/health/readiness").getStatusCode().value()).isEqualTo(200);
      // Longer than all attempts would take, if they were counted.
      await()
          .during(Duration.ofSeconds(4))
          .atMost(ServiceProbe.LONG)
          .until(() -> awaitMessage("PENDING").get("attempts").asInt() == 0);
      assertThat(awaitMessage("PENDING").get("failure").asString()).contains("Couldn't connect");
    } finally {
      SERVER.start();
    }
    awaitMessage("SENT");
    event(SENT);
    service.awaitHealthy();
  }

  @ParameterizedTest
  @CsvSource({"CONNECT", "EHLO", "MAIL"})
  void aServerThatHangsHoldsUpNothingElse(String step) {
    SERVER.answerAll(step, SILENCE, SILENCE);
    service.deliver(confirmed(recipient));
    long start = System.nanoTime();
    assertThat(service.get("/actuator/health/readiness").getStatusCode().value()).isEqualTo(200);
    service.get("/actuator/health");
    awaitMessage("PENDING");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    SERVER.answerAllAsUsual(step);
    awaitMessage("SENT");
    event(SENT);
  }

  @Test
  void aSenderThatIsRefusedIsNoFaultOfTheMessage() {
    SERVER.answerAll("MAIL", "550 who are you", "530 log in first", "550 go", "550 go", "550 go");
    service.deliver(confirmed(recipient));
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> awaitMessage("PENDING").get("failure").asString("").contains("550"));
    assertThat(awaitMessage("PENDING").get("attempts").asInt()).isZero();
    SERVER.answerAllAsUsual("MAIL");
    awaitMessage("SENT");
  }

  @Test
  void aServerThatDoesNotSayGoodbyeHasTakenTheMessage() {
    SERVER.answerAll("QUIT", SILENCE);
    service.deliver(confirmed(recipient));
    awaitMessage("SENT");
    assertThat(SERVER.mails(recipient)).hasSize(1);
    event(SENT);
  }

  @Test
  void anOrdersMessagesGoOutInTheirOrder() {
    SERVER.answer(recipient, "RCPT", "451 later", "451 later");
    service.publisher().publish(confirmed(recipient));
    service.deliver(rejected());
    await().atMost(ServiceProbe.LONG).until(() -> service.outbox(order.toString()).size() == 2);
    assertThat(SERVER.mails(recipient).stream().map(sent -> sent.header("Subject")))
        .containsExactly("Your order is confirmed", "We could not take your order");
  }

  @Test
  void whatACrashLeavesBetweenSendingAndRecordingIsSentAgainUnderTheSameId() {
    threads.stop();
    try {
      service.deliver(confirmed(recipient));
      // An instance that ends after this line.
      assertThat(sendClaimed()).isEqualTo(Attempt.SENT);
    } finally {
      threads.start();
    }
    awaitMessage("SENT");
    List<ScriptedMailServer.Mail> copies = SERVER.mails(recipient);
    assertThat(copies).hasSize(2);
    assertThat(copies.get(0).header("Message-ID")).isNotEmpty();
    assertThat(copies.get(1).text()).isEqualTo(copies.get(0).text());
    event(SENT);
  }

  @Test
  void aClaimHoldsUntilItsLeaseEnds() {
    threads.stop();
    service.deliver(confirmed(recipient));
    assertThat(ofOrder(records.claim())).hasSize(1);
    threads.start();
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(5))
        .until(() -> SERVER.mails(recipient).isEmpty());
    awaitMessage("SENT");
    assertThat(SERVER.mails(recipient)).hasSize(1);
  }

  private Attempt sendClaimed() {
    try (SmtpConnection connection = new SmtpConnection(mail, composer)) {
      return connection.send(ofOrder(records.claim()).get(0));
    }
  }

  private List<Notification> ofOrder(List<Notification> claimed) {
    return claimed.stream().filter(claim -> claim.orderId().equals(order)).toList();
  }

  private OrderConfirmed confirmed(String customerEmail) {
    return new OrderConfirmed(
        order, "c-1", customerEmail, "EUR", new BigDecimal("1.35"), Instant.now());
  }

  private OrderRejected rejected() {
    return new OrderRejected(
        order,
        "c-1",
        recipient,
        OrderRejected.Reason.OUT_OF_STOCK,
        List.of("apple"),
        Instant.now());
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

  /** The one event about the order, of this type, whose contract is checked. */
  private JsonNode event(String type) {
    assertThat(service.outboxTypes(order.toString())).containsExactly(type);
    return new JsonMapper()
        .readTree((String) service.outbox(order.toString()).get(0).get("payload"));
  }
}
