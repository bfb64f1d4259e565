package dev.outbox.relay.binlog;

/** Rows of a table cannot be read from the log. The message says why, without naming the table. */
final class UnreadableTableException extends RuntimeException {

  UnreadableTableException(String message) {
    super(message);
  }
}
