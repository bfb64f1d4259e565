package dev.outbox.notification;

import dev.outbox.notification.Attempt.Outcome;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Reads from an exception what the mail server has said. */
final class SmtpFailures {

  private static final int LONGEST = 400;

  private SmtpFailures() {}

  /** What a failure in the conversation about a message means for it. */
  static Attempt attempt(MessagingException failure) {
    SMTPAddressFailedException address = find(SMTPAddressFailedException.class, failure);
    if (address != null) {
      return new Attempt(outcome(address.getReturnCode()), text(address));
    }
    SMTPSendFailedException refusal = find(SMTPSendFailedException.class, failure);
    if (refusal == null) {
      return new Attempt(Outcome.FAILED, text(failure));
    }
    String command = refusal.getCommand();
    // A sender that is refused is refused for all messages.
    boolean sender = command != null && command.startsWith("MAIL");
    Outcome outcome = sender ? Outcome.UNAVAILABLE : outcome(refusal.getReturnCode());
    return new Attempt(outcome, text(refusal));
  }

  private static Outcome outcome(int code) {
    return code >= 500 && code <= 599 ? Outcome.REFUSED : Outcome.FAILED;
  }

  private static <E extends Exception> @Nullable E find(Class<E> type, Exception failure) {
    for (Exception e = failure; e != null; e = next(e)) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
    }
    return null;
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException m ? m.getNextException() : null;
  }

  /** The message of an exception and of its cause, in a line. */
  static String text(Exception e) {
    Exception cause = next(e);
    String text = message(e);
    if (cause != null && !text.contains(message(cause))) {
      text += ": " + message(cause);
    }
    text = text.replaceAll("[\\s\\p{C}\\u2028\\u2029]+", " ").strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
