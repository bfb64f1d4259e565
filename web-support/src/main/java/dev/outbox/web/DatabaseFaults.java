package dev.outbox.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/** Tells faults of the database from those of the data or of the service's own SQL. */
final class DatabaseFaults {

  private static final String CONNECTION = "08"; // the class of SQL states

  /** Errors of MySQL: disk full, table full, too many of the account's, read-only server. */
  private static final Set<Integer> TAKES_NOTHING = Set.of(1021, 1114, 1203, 1226, 1290, 1836);

  /** MySQL ends the connection over it, and would again. */
  private static final int PACKET_TOO_LARGE = 1153;

  private DatabaseFaults() {}

  /** Returns whether the database is away, or the connection to it has ended. */
  static boolean isAway(Throwable failure) {
    return !hasCause(failure, DatabaseFaults::isPacketTooLarge)
        && hasCause(failure, DatabaseFaults::isOfConnection);
  }

  /** Returns whether the database answers and takes no changes, whatever they are. */
  static boolean takesNothing(Throwable failure) {
    return hasCause(
        failure,
        cause -> cause instanceof SQLException sql && TAKES_NOTHING.contains(sql.getErrorCode()));
  }

  /** Returns whether the same may succeed later: a lock was not free, or time was over. */
  static boolean isBusy(Throwable failure) {
    return failure instanceof ConcurrencyFailureException
        || failure instanceof QueryTimeoutException
        || failure instanceof TransactionTimedOutException;
  }

  private static boolean hasCause(Throwable failure, Predicate<Throwable> condition) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (condition.test(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPacketTooLarge(Throwable cause) {
    return cause instanceof SQLException sql && sql.getErrorCode() == PACKET_TOO_LARGE;
  }

  private static boolean isOfConnection(Throwable cause) {
    return cause instanceof CannotCreateTransactionException
        || cause instanceof DataAccessResourceFailureException
        || cause instanceof SQLRecoverableException
        || cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || (cause instanceof SQLException sql
            && sql.getSQLState() != null
            && sql.getSQLState().startsWith(CONNECTION))
        || isOfEndedConnection(cause);
  }

  /**
   * Returns whether a commit or rollback found its connection closed: then the pool speaks, which
   * gives no SQL state, and hides what the driver had said before.
   */
  private static boolean isOfEndedConnection(Throwable cause) {
    return cause instanceof TransactionSystemException
        && cause.getCause() instanceof SQLException sql
        && sql.getSQLState() == null;
  }
}
