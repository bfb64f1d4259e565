package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.sample.SampleTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Events with which a batch cannot commit: they park their keys, and hold up no others. */
@SampleTest
class CommitFaultsIntegrationTests extends ConsumerTestSupport {

  @Test
  void eventThatFailsAtTheCommitParksItsKeyAndNoOther() {
    Instance instance = instance();
    failAtCommit("bad", () -> new IllegalStateException("the flush failed"));
    instance.take(
        event(instance, "a", "before"),
        event(instance, "a", run + "bad"),
        event(instance, "b", "1"),
        event(instance, "a", "behind"),
        event(instance, "b", "2"));
    assertThat(handled("a")).containsExactly("before");
    assertThat(handled("b")).containsExactly("1", "2");
    assertThat(instance.parked.events(key("a"), 10))
        .extracting(ParkedEvent::id)
        .containsExactly(run + "a" + run + "bad", run + "abehind");
    assertThat(instance.parked.first(key("a")).orElseThrow().reason()).contains("the flush failed");
    assertThat(instance.listing.keys(10)).hasSize(1);
  }

  @Test
  void staleVersionThatRepeatsItselfParksItsKey() {
    Instance instance = instance();
    failAtCommit("bad", () -> new OptimisticLockingFailureException("stale"));
    instance.take(event(instance, "a", run + "bad"), event(instance, "b", "1"));
    assertThat(handled("b")).containsExactly("1");
    assertThat(instance.parked.first(key("a")).orElseThrow().reason()).contains("stale");
  }

  @Test
  void staleVersionInAHandlerThatRepeatsItselfParksItsKey() {
    Instance instance = instance();
    handler.doing.put(
        run + "bad",
        () -> {
          throw new OptimisticLockingFailureException("stale");
        });
    instance.take(event(instance, "a", run + "bad"), event(instance, "b", "1"));
    assertThat(handled("b")).containsExactly("1");
    assertThat(instance.parked.first(key("a")).orElseThrow().reason()).contains("stale");
  }

  @Test
  void staleVersionThatPassesParksNothing() {
    Instance instance = instance();
    AtomicInteger left = new AtomicInteger(2);
    handler.doing.put(
        run + "once",
        () ->
            beforeCommit(
                () -> {
                  if (left.getAndDecrement() > 0) {
                    throw new OptimisticLockingFailureException("stale");
                  }
                }));
    instance.take(event(instance, "a", run + "once"), event(instance, "b", "1"));
    assertThat(handled("a")).containsExactly(run + "once");
    assertThat(instance.listing.keys(10)).isEmpty();
  }

  @Test
  void connectionThatIsLostAtTheCommitParksNothing() {
    Instance instance = instance();
    failAtCommit(
        "away",
        () ->
            new TransactionSystemException(
                "commit failed", new SQLException("connection lost", "08S01")));
    assertThatThrownBy(
            () -> instance.take(event(instance, "a", run + "away"), event(instance, "b", "1")))
        .isInstanceOf(TransactionSystemException.class);
    assertThat(instance.listing.keys(10)).isEmpty();
    handler.doing.clear();
    instance.take(event(instance, "a", run + "away"), event(instance, "b", "1"));
    assertThat(handled("a")).containsExactly(run + "away");
  }

  @Test
  void failureAfterTheCommitIsNoFailureOfTheEvents() {
    Instance instance = instance();
    handler.doing.put(
        run + "after",
        () ->
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void afterCommit() {
                    throw new IllegalStateException("after the commit");
                  }
                }));
    instance.take(event(instance, "a", run + "after"), event(instance, "b", "1"));
    assertThat(handled("a")).containsExactly(run + "after");
    assertThat(handled("b")).containsExactly("1");
    assertThat(instance.listing.keys(10)).isEmpty();
  }

  @Test
  void parkedEventThatFailsAtTheCommitWaitsForAnOperator() {
    Instance instance = instance(Duration.ofMillis(1), 3);
    failAtCommit("bad", () -> new IllegalStateException("the flush failed"));
    instance.take(event(instance, "a", run + "bad"), event(instance, "a", "behind"));
    await()
        .until(
            () -> {
              instance.retryTask.get();
              return instance.listing.keys(1).get(0).nextAttempt() == null;
            });
    assertThat(instance.parked.first(key("a")).orElseThrow().attempts()).isEqualTo(3);
    assertThat(instance.parking.release(key("a")).failure()).contains("the flush failed");
    handler.doing.clear();
    assertThat(instance.parking.release(key("a")).handled()).isEqualTo(2);
    assertThat(handled("a")).containsExactly(run + "bad", "behind");
  }

  private void failAtCommit(String text, Supplier<RuntimeException> failure) {
    handler.doing.put(
        run + text,
        () ->
            beforeCommit(
                () -> {
                  throw failure.get();
                }));
  }

  private static void beforeCommit(Runnable work) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            work.run();
          }
        });
  }
}
