package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionSystemException;

class RepeatedFailureTests {

  private final RepeatedFailure repeated = new RepeatedFailure();

  @Test
  void thirdOfAKindIsAnEventsFaultWhateverItSays() {
    assertThat(repeated.isLikelyOfEvent(new OptimisticLockingFailureException("a"))).isFalse();
    assertThat(repeated.isLikelyOfEvent(new OptimisticLockingFailureException("b"))).isFalse();
    assertThat(repeated.isLikelyOfEvent(new OptimisticLockingFailureException("c"))).isTrue();
  }

  @Test
  void deadlockIsNeverAnEventsFault() {
    Exception deadlock =
        new CannotAcquireLockException("deadlock", new SQLException("", "40001", 1213));
    for (int i = 0; i < 20; i++) {
      assertThat(repeated.isLikelyOfEvent(deadlock)).isFalse();
      assertThat(repeated.mayPassAtOnce(deadlock)).isFalse();
    }
  }

  @Test
  void failuresThatChangeAreTriedAgainAtOnceOnlySoOften() {
    boolean atOnce = true;
    for (int i = 0; i < 10; i++) {
      Exception failure =
          i % 2 == 0
              ? new OptimisticLockingFailureException("a")
              : new TransactionSystemException("b");
      assertThat(repeated.isLikelyOfEvent(failure)).isFalse();
      atOnce = repeated.mayPassAtOnce(failure);
    }
    assertThat(atOnce).isFalse();
  }
}
