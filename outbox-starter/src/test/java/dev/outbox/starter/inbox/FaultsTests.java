package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;

class FaultsTests {

  @Test
  void deadlocksTimeoutsAndLostConnectionsAreNoEventsFault() {
    assertThat(
            List.of(
                new CannotAcquireLockException("", new SQLException("", "40001", 1213)),
                new IllegalStateException(new SQLException("", "HY000", 1205)),
                new IllegalStateException(new SQLNonTransientConnectionException("", "08S01")),
                new IllegalStateException(new SQLException("read-only", "HY000", 1290))))
        .allMatch(Faults::ofInfrastructure);
  }

  @Test
  void whatTheHandlerDidWrongIsTheEventsFault() {
    assertThat(
            List.of(
                new IllegalStateException("no"),
                new DataIntegrityViolationException("", new SQLException("", "23000", 1062)),
                new IllegalStateException(new SQLException("too large", "08S01", 1153))))
        .noneMatch(Faults::ofInfrastructure);
  }

  @Test
  void delaysGrowUpToTheLongestAndEndAtTheLimit() {
    RetryPolicy policy =
        new RetryPolicy(
            new InboxProperties.Retry(Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 5));
    assertThat(List.of(1, 2, 3, 4))
        .extracting(policy::delayAfter)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5));
    assertThat(policy.delayAfter(5)).isNull();
  }
}
