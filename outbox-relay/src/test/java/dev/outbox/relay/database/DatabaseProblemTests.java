package dev.outbox.relay.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

class DatabaseProblemTests {

  private static final Table TABLE = new Table("orders", "outbox_event");

  private final DatabaseServer server =
      new DatabaseServer("main", "jdbc:mysql://127.0.0.1:1", "relay", "any");

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1114, HY000, BLOCKED, refuses a statement",
    "1317, 70100, BLOCKED, refuses a statement",
    "1665, HY000, BLOCKED, SET PERSIST binlog_format = ROW",
    "1290, HY000, BLOCKED, is read-only",
    "1451, 23000, BLOCKED, foreign key",
    "1644, 45000, BLOCKED, trigger",
    "9999, 45000, BLOCKED, trigger",
    "1205, HY000, WAITING_FOR_TABLE, holds a lock",
    "1146, 42S02, WAITING_FOR_TABLE, start the service",
    "1054, 42S22, REFUSED, Migrate it",
    "1040, 08004, WAITING_FOR_DATABASE, raise max_connections",
    "3159, HY000, WAITING_FOR_DATABASE, refuses the login",
    "4031, HY000, WAITING_FOR_DATABASE, does not answer",
    "0, 08S01, WAITING_FOR_DATABASE, does not answer"
  })
  void whatMysqlAnswersIsToldAndOnlySilenceIsSilence(
      int code, String sqlState, OutboxState state, String sentence) {
    SourceException problem = DatabaseProblem.explain(failure(code, sqlState), server, TABLE);
    assertThat(problem.state()).isEqualTo(state);
    assertThat(problem).hasMessageContainingAll(sentence, "what MySQL says");
    assertThat(problem.getMessage().contains("does not answer"))
        .isEqualTo(sentence.equals("does not answer"));
  }

  @Test
  void relayWithoutFreeConnectionDoesNotBlameTheServer() {
    SourceException problem =
        DatabaseProblem.explain(
            new CannotGetJdbcConnectionException(
                "none", new SQLTransientConnectionException("total=4, active=4")),
            server,
            TABLE);
    assertThat(problem).hasMessageContainingAll("All connections of the relay", "active=4");
  }

  @ParameterizedTest
  @CsvSource({"0, 08S01, true", "4031, HY000, true", "1213, 40001, true", "1205, HY000, false"})
  void brokenConnectionsAndDeadlocksAreTriedOnceMore(int code, String sqlState, boolean again) {
    assertThat(DatabaseProblem.isWorthAnotherTry(failure(code, sqlState))).isEqualTo(again);
  }

  private static DataAccessException failure(int code, String sqlState) {
    return new UncategorizedSQLException(
        "ask", null, new SQLException("what MySQL says", sqlState, code));
  }
}
