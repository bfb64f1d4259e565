package dev.outbox.relay.database;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Says what a failure of MySQL means for an outbox, and what an operator can do about it. Only the
 * loss of a connection is called that: what MySQL answers is shown as it is.
 *
 * <p>The numbers are those of the MySQL Error Message Reference.
 */
public final class DatabaseProblem {

  private static final int DEADLOCK = 1213;

  /** Class of the SQL states that tell of connections. */
  private static final String CONNECTION = "08";

  /** What {@code SIGNAL} gives unless told otherwise. */
  private static final String SIGNALLED = "45000";

  /**
   * What some of MySQL's errors mean.
   *
   * @param sentence for operators, of the table, the server's name, MySQL's words, the account and
   *     the table as SQL takes it
   */
  private record Meaning(Set<Integer> codes, OutboxState state, String sentence) {}

  private static final Meaning NO_ANSWER =
      new Meaning(
          Set.of(1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 3032, 3169, 4031),
          OutboxState.WAITING_FOR_DATABASE,
          "Server '%2$s' does not answer (%3$s): check that MySQL is up and reachable; nothing is"
              + " lost");

  private static final Meaning SIGNAL =
      new Meaning(
          Set.of(1644),
          OutboxState.BLOCKED,
          "A trigger of %1$s on server '%2$s' refuses what the relay does (%3$s): drop the trigger,"
              + " or let it accept DELETE by the relay");

  private static final Meaning OTHER =
      new Meaning(
          Set.of(),
          OutboxState.BLOCKED,
          "Server '%2$s' refuses a statement of the relay about %1$s (%3$s): mend what it names. The"
              + " relay tries again by itself; nothing is lost");

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(
              Set.of(1049, 1146),
              OutboxState.WAITING_FOR_TABLE,
              "The table %1$s is not on server '%2$s' (yet) (%3$s): start the service that makes it,"
                  + " or mend the outbox's database and table in the configuration"),
          new Meaning(
              Set.of(1054, 1176),
              OutboxState.REFUSED,
              "The table %1$s on server '%2$s' is not an outbox of this version: %3$s. Migrate it"),
          new Meaning(
              Set.of(1044, 1142, 1143),
              OutboxState.WAITING_FOR_TABLE,
              "The relay's account may not use the table %1$s on server '%2$s', or it is not there"
                  + " yet (%3$s): GRANT SELECT, DELETE ON %5$s TO %4$s"),
          new Meaning(
              Set.of(1227),
              OutboxState.BLOCKED,
              "The relay's account lacks a right on server '%2$s' (%3$s): GRANT it ON *.* TO %4$s"),
          new Meaning(
              Set.of(1045, 1130, 1251, 1698, 1820, 1862, 3118, 3159),
              OutboxState.WAITING_FOR_DATABASE,
              "Server '%2$s' refuses the login (%3$s): check outbox.relay.servers.%2$s.username,"
                  + " .password and .url"),
          new Meaning(
              Set.of(1040, 1203, 1226),
              OutboxState.WAITING_FOR_DATABASE,
              "Server '%2$s' has no connection left for the relay (%3$s): raise max_connections, or"
                  + " the limit of the account"),
          new Meaning(
              Set.of(1205, DEADLOCK, 3572),
              OutboxState.WAITING_FOR_TABLE,
              "Another session holds a lock on %1$s of server '%2$s' (%3$s): end its transaction,"
                  + " LOCK TABLES or ALTER TABLE; SHOW PROCESSLIST has it. The relay tries again by"
                  + " itself"),
          new Meaning(
              Set.of(1290, 1836),
              OutboxState.BLOCKED,
              "Server '%2$s' is read-only for the relay (%3$s): let outbox.relay.servers.%2$s.url"
                  + " name the primary, or SET GLOBAL super_read_only = OFF, read_only = OFF"),
          new Meaning(
              Set.of(1661, 1662, 1663, 1664, 1665, 1666, 1667),
              OutboxState.BLOCKED,
              "Server '%2$s' cannot log what the relay does with %1$s (%3$s): SET PERSIST"
                  + " binlog_format = ROW"),
          new Meaning(
              Set.of(1217, 1451),
              OutboxState.BLOCKED,
              "Rows of another table refer to those of %1$s on server '%2$s' by a foreign key (%3$s):"
                  + " drop the foreign key, since published rows are deleted"),
          SIGNAL,
          NO_ANSWER);

  private DatabaseProblem() {}

  /** The failure as the relay's own exception, with a sentence for operators. */
  public static SourceException explain(
      DataAccessException failure, DatabaseServer server, Table table) {
    if (isPoolExhausted(failure)) {
      return new SourceException(
          OutboxState.WAITING_FOR_DATABASE,
          "All connections of the relay to server '%s' are in use (%s): try again"
              .formatted(server.name(), rootOf(failure).getMessage()),
          failure);
    }
    SQLException answer = answerOf(failure);
    Meaning meaning = meaning(failure, answer);
    String found = String.valueOf((answer == null ? rootOf(failure) : answer).getMessage());
    return new SourceException(
        meaning.state(),
        meaning
            .sentence()
            .formatted(
                table,
                server.name(),
                found,
                meaning.sentence().contains("%4$s") ? server.account() : "",
                table.quoted()),
        failure);
  }

  /** For a row that has NULL in a column without which it can be neither published nor parked. */
  static SourceException missing(String column, long position, DatabaseServer server, Table table) {
    return new SourceException(
        OutboxState.REFUSED,
        ("Column %1$s of the row at position %2$s of the table %3$s on server '%4$s' is NULL, and no"
                + " event can do without it: UPDATE or DELETE the row, and make the column NOT NULL"
                + " again")
            .formatted(column, Long.toUnsignedString(position), table, server.name()),
        null);
  }

  /** The number of MySQL's own error; 0 if there was none, as when it is down. */
  static int codeOf(DataAccessException failure) {
    SQLException answer = answerOf(failure);
    return answer == null ? 0 : answer.getErrorCode();
  }

  /** Returns whether a connection that was there broke, or a deadlock was resolved against it. */
  static boolean isWorthAnotherTry(DataAccessException failure) {
    return !(failure instanceof CannotGetJdbcConnectionException)
        && (codeOf(failure) == DEADLOCK || meaning(failure, answerOf(failure)).equals(NO_ANSWER));
  }

  private static Meaning meaning(Throwable failure, @Nullable SQLException answer) {
    if (answer == null) {
      return isConnectionLost(failure) ? NO_ANSWER : OTHER;
    }
    for (Meaning meaning : MEANINGS) {
      if (meaning.codes().contains(answer.getErrorCode())) {
        return meaning;
      }
    }
    String state = String.valueOf(answer.getSQLState());
    if (state.equals(SIGNALLED)) {
      return SIGNAL;
    }
    return state.startsWith(CONNECTION) ? NO_ANSWER : OTHER;
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

  private static boolean isConnectionLost(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      boolean ofConnections =
          t instanceof SQLException e && String.valueOf(e.getSQLState()).startsWith(CONNECTION);
      if (ofConnections || t instanceof CannotGetJdbcConnectionException) {
        return true;
      }
    }
    return false;
  }

  /** Nothing but the pool has refused. */
  private static boolean isPoolExhausted(Throwable failure) {
    return failure instanceof CannotGetJdbcConnectionException
        && rootOf(failure) instanceof java.sql.SQLTransientConnectionException root
        && root.getErrorCode() == 0
        && root.getSQLState() == null;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
