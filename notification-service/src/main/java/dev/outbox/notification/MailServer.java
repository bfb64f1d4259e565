package dev.outbox.notification;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Whether the mail server takes messages, as those who send found last; their health {@code
 * delivery}. Asking it connects to nobody. Not part of readiness: messages wait meanwhile.
 */
@Component("deliveryHealthIndicator")
class MailServer extends AbstractHealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(MailServer.class);

  private final String address;
  private volatile @Nullable String problem;
  private final Map<String, String> failures = new ConcurrentHashMap<>();

  MailServer(JavaMailSenderImpl mail) {
    super("The state of the mail server is not known");
    this.address = mail.getHost() + ":" + mail.getPort();
  }

  /** It talked about a message. */
  void answers() {
    if (problem != null) {
      log.info("the mail server at {} takes messages again", address);
      problem = null;
    }
  }

  /** It was not there, or takes nothing from us. */
  void isAway(String reason) {
    if (problem == null) {
      log.warn("messages wait, the mail server at {} takes none: {}", address, reason);
    }
    problem = reason;
  }

  /** The current thread goes on after a failure that should not be. */
  void hasFailed(Throwable failure) {
    String thread = Thread.currentThread().getName();
    log.error("{} has failed, and goes on after a pause; messages wait", thread, failure);
    failures.put(thread, thread + " has failed: " + failure);
  }

  /** The current thread does its work. */
  void works() {
    failures.remove(Thread.currentThread().getName());
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    String error = failures.values().stream().findFirst().orElse(problem);
    builder.status(error == null ? "UP" : "DOWN").withDetail("address", address);
    if (error != null) {
      builder.withDetail("error", error);
    }
  }
}
