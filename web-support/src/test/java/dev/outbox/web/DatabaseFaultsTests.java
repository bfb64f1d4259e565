package dev.outbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;

class DatabaseFaultsTests {

  static List<Exception> away() {
    return List.of(
        new CannotCreateTransactionException("begin", new SQLTransientConnectionException("pool")),
        new RecoverableDataAccessException("", new SQLRecoverableException("link", "08S01")),
        new TransactionSystemException("commit", new SQLException("link", "08007")),
        new TransactionSystemException("rollback", new SQLException("Connection is closed")));
  }

  static List<Exception> ofTheService() {
    return List.of(
        new DataIntegrityViolationException("", new SQLException("out of range", "22003", 1264)),
        new DuplicateKeyException("", new SQLException("duplicate", "23000", 1062)),
        new TransientDataAccessResourceException("", new SQLException("value", "S1009")),
        new RecoverableDataAccessException("", new SQLException("packet", "08S01", 1153)),
        new TransactionSystemException("commit", new SQLException("refused", "HY000", 1105)),
        new UnexpectedRollbackException("rolled back"));
  }

  @ParameterizedTest
  @MethodSource("away")
  void connectionsThatEndAreThoseOfADatabaseThatIsAway(Exception failure) {
    assertThat(DatabaseFaults.isAway(failure)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ofTheService")
  void dataAndStatementsAreTheServicesOwnFault(Exception failure) {
    assertThat(DatabaseFaults.isAway(failure)).isFalse();
    assertThat(DatabaseFaults.isBusy(failure)).isFalse();
    assertThat(DatabaseFaults.takesNothing(failure)).isFalse();
  }

  @Test
  void aLockThatIsNotFreeIsBusyAndAReadOnlyServerTakesNothing() {
    assertThat(DatabaseFaults.isBusy(new CannotAcquireLockException("lock"))).isTrue();
    SQLException readOnly = new SQLException("--read-only", "HY000", 1290);
    assertThat(DatabaseFaults.takesNothing(new IllegalStateException(readOnly))).isTrue();
  }
}
