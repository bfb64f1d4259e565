package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CommandsTests {

  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void commandThatNeverStartedIsNotDoneLater() {
    AtomicInteger woken = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    Commands commands = new Commands(SHORT, woken::incrementAndGet);
    UnansweredException answer =
        catchThrowableOfType(
            UnansweredException.class, () -> commands.call(() -> done.getAndSet(true)));
    assertThat(answer.running()).isFalse();
    assertThat(answer).hasMessageContaining("Nothing was changed");
    commands.run();
    assertThat(done).isFalse();
    assertThat(woken).hasValue(1);
  }

  @Test
  void commandThatRunsIsSaidToRunAndEnds() {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch queued = new CountDownLatch(1);
    Commands commands = new Commands(SHORT, queued::countDown);
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              await(queued);
              commands.run();
            });
    UnansweredException answer =
        catchThrowableOfType(
            UnansweredException.class,
            () ->
                commands.call(
                    () -> {
                      await(goOn);
                      return done.getAndSet(true);
                    }));
    assertThat(answer.running()).isTrue();
    assertThat(answer)
        .hasMessageContaining("still running")
        .hasMessageNotContaining("Nothing was changed");
    goOn.countDown();
    server.join();
    assertThat(done).isTrue();
  }

  @Test
  void whatACommandThrowsReachesItsCaller() {
    CountDownLatch queued = new CountDownLatch(1);
    Commands commands = new Commands(Duration.ofSeconds(20), queued::countDown);
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              await(queued);
              commands.run();
            });
    assertThatThrownBy(
            () ->
                commands.call(
                    () -> {
                      throw NotParkedException.key("orders", "k");
                    }))
        .isInstanceOf(NotParkedException.class);
    server.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
