package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import org.jspecify.annotations.Nullable;

/** Something cannot be published now. The message is for operators. */
public final class PublishException extends RuntimeException {

  /** What the failure concerns, and so what has to wait. */
  public enum Scope {
    /** This one event: its key is parked. */
    EVENT,
    /** All events of the topic: the outbox is blocked. */
    TOPIC,
    /** Kafka as a whole: everything waits. */
    KAFKA
  }

  private final Scope scope;
  private final transient @Nullable OutboxEvent event;

  PublishException(
      Scope scope, @Nullable OutboxEvent event, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.scope = scope;
    this.event = event;
  }

  /** What has to wait. */
  public Scope scope() {
    return scope;
  }

  /** The event that failed; null if none in particular did. */
  public @Nullable OutboxEvent event() {
    return event;
  }
}
