package dev.outbox.starter.inbox;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells whose fault a failure is: an event's, or that of the database and of what lies between. */
final class Faults {

  private static final int PACKET_TOO_LARGE = 1153;

  /**
   * Errors of MySQL that pass, and whose SQLSTATE does not say so: too many connections, shutdown,
   * disk full, table full, lock wait timeout, deadlock, query interrupted, read-only server, a lock
   * that was not waited for.
   */
  private static final Set<Integer> PASSING =
      Set.of(1021, 1040, 1053, 1114, 1203, 1205, 1213, 1226, 1290, 1317, 1836, 3572);

  private Faults() {}

  /**
   * Whether it says nothing about the event that was being handled: a deadlock, a lock that was
   * waited for in vain, a lost connection, a server that is away or read-only, memory that ran out.
   */
  static boolean ofInfrastructure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return isPassing(sql);
      }
    }
    return failure instanceof TransientDataAccessException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof DataAccessResourceFailureException
        || failure instanceof CannotCreateTransactionException
        || failure instanceof TransactionSystemException
        || failure instanceof OutOfMemoryError;
  }

  /**
   * Tells whether a failure that {@link #ofInfrastructure} takes for one of the database may be
   * that of an event all the same: a stale version (optimistic locking), or a commit that fails
   * without an answer of the database. If it repeats itself, it is.
   */
  static boolean mayBeOfEvent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return false;
      }
    }
    return failure instanceof TransientDataAccessException
        || failure instanceof TransactionSystemException;
  }

  private static boolean isPassing(SQLException sql) {
    if (sql.getErrorCode() == PACKET_TOO_LARGE) {
      return false; // MySQL ends the connection over it, and would again.
    }
    String state = Objects.requireNonNullElse(sql.getSQLState(), "");
    return state.startsWith("08")
        || state.startsWith("40")
        || sql instanceof SQLTransientException
        || sql instanceof SQLRecoverableException
        || PASSING.contains(sql.getErrorCode())
        // The pool was closed, or has nothing to say about a server that is away.
        || (state.isEmpty() && sql.getErrorCode() == 0);
  }

  /** A failure in a line. */
  static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown";
    }
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
