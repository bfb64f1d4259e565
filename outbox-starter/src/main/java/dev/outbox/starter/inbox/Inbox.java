package dev.outbox.starter.inbox;

/**
 * Remembers which events a consumer has handled. {@link EventHandler} methods use it by themselves;
 * call it directly only for messages that arrive by another way. Thread-safe.
 */
public interface Inbox {

  /**
   * Runs some work at most once per event id: the id and whatever the work writes commit together.
   * Joins a running transaction, or runs one of its own.
   *
   * @param eventId the event's id, 1 to 64 ASCII characters
   * @param work what to do; if it throws, nothing is remembered
   * @return true if the work was done now, false if it had been done before
   */
  boolean handleOnce(String eventId, Runnable work);
}
