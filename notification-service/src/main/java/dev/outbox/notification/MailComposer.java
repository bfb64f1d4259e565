package dev.outbox.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Makes a mail of a message, the same one each time: its Message-ID is made of the id of the event
 * that asked for it, so that mail servers and readers know a second copy. Thread-safe.
 */
@Component
class MailComposer {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final Session session;
  private final InternetAddress from;

  MailComposer(JavaMailSenderImpl mail, DeliveryProperties properties) throws AddressException {
    this.session = mail.getSession();
    this.from = Addresses.sender(properties.from());
  }

  /**
   * The mail of a message.
   *
   * @throws AddressException if the recipient is no address
   */
  MimeMessage compose(Notification notification) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(from);
    mail.setRecipient(MimeMessage.RecipientType.TO, Addresses.recipient(notification.recipient()));
    mail.setSubject(oneLine(notification.subject()), UTF_8);
    mail.setSentDate(Date.from(notification.createdAt()));
    mail.setText(notification.body(), UTF_8);
    // Nobody's absence is to be told to the sender.
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.saveChanges(); // makes a Message-ID of its own
    mail.setHeader("Message-ID", messageId(notification.eventId()));
    return mail;
  }

  private String messageId(String eventId) {
    String left =
        PLAIN.matcher(eventId).matches()
            ? eventId
            : UUID.nameUUIDFromBytes(eventId.getBytes(StandardCharsets.UTF_8)).toString();
    return "<" + left + from.getAddress().substring(from.getAddress().lastIndexOf('@')) + ">";
  }

  /** A line break would begin another header. */
  private static String oneLine(String subject) {
    return subject.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
  }
}
