package dev.outbox.relay.worker;

/** There is no such parked key, or it has no such event. The message is for operators. */
public final class NotParkedException extends RuntimeException {

  /** Says what was looked for. */
  NotParkedException(String message) {
    super(message);
  }

  static NotParkedException key(String outbox, String key) {
    return new NotParkedException(
        "The key '%s' is not parked in the outbox '%s'".formatted(key, outbox));
  }

  static NotParkedException event(String outbox, String key, String id) {
    return new NotParkedException(
        "The parked key '%s' of the outbox '%s' has no event '%s'".formatted(key, outbox, id));
  }
}
