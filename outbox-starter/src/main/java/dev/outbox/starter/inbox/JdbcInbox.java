package dev.outbox.starter.inbox;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** The inbox as a table in the service's own MySQL database. */
final class JdbcInbox implements Inbox {

  private final String consumer;
  private final JdbcTemplate jdbc;
  private final TransactionOperations transaction;

  JdbcInbox(String consumer, JdbcTemplate jdbc, TransactionOperations transaction) {
    this.consumer = consumer;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public boolean handleOnce(String eventId, Runnable work) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean first = remember(eventId);
              if (first) {
                work.run();
              }
              return first;
            }));
  }

  /**
   * Waits for another consumer that is handling the same event: if that one commits, the id is a
   * duplicate; if it rolls back, the id is ours.
   */
  private boolean remember(String eventId) {
    try {
      jdbc.update("INSERT INTO inbox_event (consumer, id) VALUES (?, ?)", consumer, eventId);
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }
}
