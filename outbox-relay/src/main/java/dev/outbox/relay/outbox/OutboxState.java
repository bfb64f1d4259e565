package dev.outbox.relay.outbox;

/** How an outbox fares. */
public enum OutboxState {
  /** Nothing was tried yet. Lasts moments. */
  STARTING,

  /** Another relay owns the outbox's server, or nobody does yet. Rows wait for the owner. */
  STANDBY,

  /**
   * The table is read until all that was written before is published; then the log is followed. In
   * mode {@code binlog} only.
   */
  CATCHING_UP,

  /** What is there is published as it comes, or nothing is there. */
  RUNNING,

  /** An operator has paused the outbox. Rows wait until it is resumed. */
  PAUSED,

  /** The server does not answer or does not accept the login. Rows are safe and wait. */
  WAITING_FOR_DATABASE,

  /**
   * The server answers, but the table is not there or locked, or the account may not read it. Usual
   * while the service that owns the table has not migrated its database yet.
   */
  WAITING_FOR_TABLE,

  /** Kafka does not answer, or does not accept the client. Rows are safe and wait. */
  WAITING_FOR_KAFKA,

  /**
   * Published rows cannot be deleted. Events of the log are published all the same until very many
   * rows wait; where the table is read, events wait. The error says what to do; the relay keeps
   * trying.
   */
  WAITING_TO_DELETE,

  /**
   * A topic of the outbox cannot be written, or MySQL refuses a statement, so that all its events
   * wait, in order. The error says what an operator has to do. The relay keeps trying.
   */
  BLOCKED,

  /**
   * Something about the server or the table makes the promise impossible, so nothing is published.
   * Needs somebody: the error says what to run. The relay keeps checking.
   */
  REFUSED,

  /** The relay is shutting down. */
  STOPPED;

  /** Whether all is as it should be. */
  public boolean healthy() {
    return this == RUNNING || this == CATCHING_UP || this == STANDBY || this == PAUSED;
  }
}
