package dev.outbox.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/** Tells faults of the database from those of the data or of the service's own SQL. */
final class DatabaseFaults {

  private static final String CONNECTION = "08"; // the class of SQL states

  /** Errors of MySQL: disk full, table full, too many of the account's, read-only server. */
  private static final Set<Integer> TAKES_NOTHING = Set.of(1021, 1114, 1203, 1226, 1290, 1836);

  private DatabaseFaults() {}

  /** Returns whether the database is away, or the connection to it has ended. */
  static boolean isAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotCreateTransactionException
          || cause instanceof DataAccessResourceFailureException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof TransientDataAccessResourceException
          || (cause instanceof SQLException sql && isOfConnection(sql))
          || isOfEndedConnection(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the same may succeed later: a lock was not free, or time was over. */
  static boolean isBusy(Throwable failure) {
    return failure instanceof TransientDataAccessException
        || failure instanceof TransactionTimedOutException;
  }

  /** Returns whether the database answers and takes no changes, whatever they are. */
  static boolean takesNothing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && TAKES_NOTHING.contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a commit or rollback found its connection closed: then the pool speaks, which
   * gives no SQL state, and hides what the driver had said before.
   */
  private static boolean isOfEndedConnection(Throwable failure) {
    return failure instanceof TransactionSystemException
        && failure.getCause() instanceof SQLException sql
        && sql.getSQLState() == null;
  }

  private static boolean isOfConnection(SQLException failure) {
    return failure instanceof SQLRecoverableException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || (failure.getSQLState() != null && failure.getSQLState().startsWith(CONNECTION));
  }
}
