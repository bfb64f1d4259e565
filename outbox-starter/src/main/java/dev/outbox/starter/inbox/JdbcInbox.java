package dev.outbox.starter.inbox;

import java.util.List;
import org.springframework.transaction.support.TransactionOperations;

/** The inbox as a table in the service's own MySQL database. */
final class JdbcInbox implements Inbox {

  private final HandledIds ids;
  private final TransactionOperations transaction;

  JdbcInbox(HandledIds ids, TransactionOperations transaction) {
    this.ids = ids;
    this.transaction = transaction;
  }

  @Override
  public boolean handleOnce(String eventId, Runnable work) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean first = !ids.remember(List.of(eventId)).isEmpty();
              if (first) {
                work.run();
              }
              return first;
            }));
  }
}
