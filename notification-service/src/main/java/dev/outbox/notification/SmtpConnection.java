package dev.outbox.notification;

import dev.outbox.notification.Attempt.Outcome;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends mails one after the other to the server of {@code spring.mail.*}, over one connection that
 * is made when it is first needed, and again after a failure. For one thread.
 */
final class SmtpConnection implements AutoCloseable {

  private final JavaMailSenderImpl mail;
  private final MailComposer composer;
  private @Nullable Transport transport;

  SmtpConnection(JavaMailSenderImpl mail, MailComposer composer) {
    this.mail = mail;
    this.composer = composer;
  }

  /** Sends a message; whatever goes wrong, it returns. */
  Attempt send(Notification notification) {
    try {
      return send(composer.compose(notification));
    } catch (AddressException e) {
      return new Attempt(Outcome.REFUSED, SmtpFailures.text(e));
    } catch (MessagingException | RuntimeException e) {
      close();
      return new Attempt(Outcome.FAILED, SmtpFailures.text(e));
    }
  }

  private Attempt send(MimeMessage message) throws MessagingException {
    Transport connected;
    try {
      connected = connected();
    } catch (MessagingException e) {
      return new Attempt(Outcome.UNAVAILABLE, SmtpFailures.text(e));
    }
    try {
      connected.sendMessage(message, message.getAllRecipients());
      return Attempt.SENT;
    } catch (MessagingException e) {
      close();
      return SmtpFailures.attempt(e);
    }
  }

  private Transport connected() throws MessagingException {
    if (transport == null) {
      Session session = mail.getSession();
      Transport connecting = session.getTransport(mail.getProtocol());
      connecting.connect(mail.getHost(), mail.getPort(), mail.getUsername(), mail.getPassword());
      transport = connecting;
    }
    return transport;
  }

  /** Takes leave; what was sent is sent, whether the server answers or not. */
  @Override
  public void close() {
    if (transport != null) {
      try {
        transport.close();
      } catch (MessagingException ignored) {
        // The connection is closed all the same.
      }
      transport = null;
    }
  }
}
