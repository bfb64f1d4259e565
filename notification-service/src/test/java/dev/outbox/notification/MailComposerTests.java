package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.events.notification.NotificationSent.Kind;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class MailComposerTests {

  private static final String EVENT = "019dd8a4-0000-7000-8000-000000000001";

  private final MailComposer composer = composer("Shop <orders@example.org>");

  @Test
  void theSameMessageIsTheSameMail() throws Exception {
    MimeMessage mail = composer.compose(notification(EVENT, "subject"));
    assertThat(mail.getMessageID()).isEqualTo("<" + EVENT + "@example.org>");
    assertThat(mail.getSentDate()).isEqualTo(Instant.parse("2026-11-23T09:30:02Z"));
    assertThat(text(composer.compose(notification(EVENT, "subject")))).isEqualTo(text(mail));
  }

  private static String text(MimeMessage mail) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    mail.writeTo(text);
    return text.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nBcc: eve@example.org", "a\nBcc: eve@example.org", "a\rBcc: x", "a\0b"})
  void aSubjectStaysASubject(String subject) throws Exception {
    MimeMessage mail = composer.compose(notification(EVENT, subject));
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getSubject()).startsWith("a ").doesNotContain("\r", "\n", "\0");
    assertThat(mail.getAllRecipients()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1> <2", "a\r\nBcc: eve@example.org", "", "ä"})
  void anEventIdOfAnyKindMakesAMessageId(String eventId) throws Exception {
    String id = composer.compose(notification(eventId, "subject")).getMessageID();
    assertThat(id).matches("<[0-9a-f-]{36}@example\\.org>");
    assertThat(composer.compose(notification(eventId, "subject")).getMessageID()).isEqualTo(id);
    assertThat(composer.compose(notification(eventId + "x", "subject")).getMessageID())
        .isNotEqualTo(id);
  }

  @Test
  void aNameIsNotPartOfACustomersAddress() {
    assertThatThrownBy(() -> Addresses.recipient("Ada <ada@example.org>"))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void aSenderThatIsNoneIsRefusedAtTheStart() {
    assertThatThrownBy(() -> properties("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("notification.delivery.from")
        .hasMessageContaining("nobody");
  }

  @Test
  void delaysGrowUpToTheLongest() {
    DeliveryProperties.Retry retry = properties("a@example.org").retry();
    assertThat(retry.delayAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(retry.delayAfter(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(retry.delayAfter(31)).isEqualTo(Duration.ofHours(1));
    assertThat(retry.delayAfter(1_000)).isEqualTo(Duration.ofHours(1));
  }

  private static MailComposer composer(String from) {
    try {
      return new MailComposer(new JavaMailSenderImpl(), properties(from));
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  private static DeliveryProperties properties(String from) {
    return new DeliveryProperties(
        from,
        1,
        1,
        Duration.ofMinutes(2),
        Duration.ofSeconds(1),
        new DeliveryProperties.Retry(Duration.ofSeconds(10), 2, Duration.ofHours(1), 32));
  }

  private static Notification notification(String eventId, String subject) {
    return new Notification(
        UUID.randomUUID(),
        eventId,
        UUID.randomUUID(),
        Kind.ORDER_CONFIRMED,
        "ada@example.org",
        subject,
        "body",
        Notification.Status.PENDING,
        Instant.parse("2026-11-23T09:30:02Z"),
        null,
        0,
        null,
        null,
        Map.of());
  }
}
