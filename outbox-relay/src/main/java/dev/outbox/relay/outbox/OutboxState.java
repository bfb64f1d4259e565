package dev.outbox.relay.outbox;

/** How an outbox fares. In every state but STOPPED the relay goes on by itself. */
public enum OutboxState {
  /** Nothing was tried yet. Lasts moments; longer if another outbox of the server holds it up. */
  STARTING,

  /** The last attempt worked: what is there is published, or nothing is there. */
  RUNNING,

  /** The server does not answer or does not accept the login. Rows are safe and wait. */
  WAITING_FOR_DATABASE,

  /**
   * The server answers, but the table is not there, lacks a column, or the account may not read it.
   * Usual while the service that owns the table has not migrated its database yet.
   */
  WAITING_FOR_TABLE,

  /** Kafka does not answer, or does not accept the client. Rows are safe and wait. */
  WAITING_FOR_KAFKA,

  /**
   * Kafka or its limits refuse the next event, so that it and all behind it wait, in order. Needs
   * somebody: the error says what to do. The relay keeps trying.
   */
  BLOCKED,

  /** The relay is shutting down. */
  STOPPED
}
