package dev.outbox.relay.database;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Says what a failure of MySQL means for an outbox, and what an operator can do about it. */
public final class DatabaseProblem {

  private static final int ACCESS_DENIED_TO_DATABASE = 1044;
  private static final int LOGIN_REFUSED = 1045;
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int UNKNOWN_COLUMN = 1054;
  private static final int TABLE_ACCESS_DENIED = 1142;
  private static final int COLUMN_ACCESS_DENIED = 1143;
  private static final int NO_SUCH_TABLE = 1146;

  private DatabaseProblem() {}

  /** The failure as the relay's own exception, with a sentence for operators. */
  public static SourceException explain(
      DataAccessException failure, DatabaseServer server, Table table) {
    int code = codeOf(failure);
    String found = rootOf(failure).getMessage();
    return switch (code) {
      case NO_SUCH_TABLE, UNKNOWN_DATABASE ->
          new SourceException(
              OutboxState.WAITING_FOR_TABLE,
              ("The table %s is not on server '%s' (yet): start the service that makes it, or mend"
                      + " the outbox's database and table in the configuration")
                  .formatted(table, server.name()),
              failure);
      case UNKNOWN_COLUMN ->
          new SourceException(
              OutboxState.REFUSED,
              "The table %s on server '%s' is not an outbox of this version: %s. Migrate it"
                  .formatted(table, server.name(), found),
              failure);
      case TABLE_ACCESS_DENIED, COLUMN_ACCESS_DENIED, ACCESS_DENIED_TO_DATABASE ->
          new SourceException(
              OutboxState.WAITING_FOR_TABLE,
              ("The relay's account may not use the table %s on server '%s', or it is not there yet"
                      + " (%s): GRANT SELECT, DELETE ON %s to the account")
                  .formatted(table, server.name(), found, table.quoted()),
              failure);
      case LOGIN_REFUSED ->
          new SourceException(
              OutboxState.WAITING_FOR_DATABASE,
              "Server '%s' refuses the login (%s): check outbox.relay.servers.%s.username and .password"
                  .formatted(server.name(), found, server.name()),
              failure);
      default ->
          new SourceException(
              OutboxState.WAITING_FOR_DATABASE,
              "Server '%s' does not answer (%s): check that MySQL is up and reachable; nothing is lost"
                  .formatted(server.name(), found),
              failure);
    };
  }

  /** The number of MySQL's own error; 0 if there was none, as when it is down. */
  static int codeOf(DataAccessException failure) {
    SQLException answer = answerOf(failure);
    return answer == null ? 0 : answer.getErrorCode();
  }

  /** The first answer of MySQL itself; null if there was none, as when it is down. */
  private static @Nullable SQLException answerOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException answer && answer.getErrorCode() != 0) {
        return answer;
      }
    }
    return null;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
