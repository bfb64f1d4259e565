package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CommandsTests {

  @Test
  void aCommandThatWasNotBegunInTimeIsNeverDone() {
    List<String> done = new ArrayList<>();
    Commands commands = new Commands(Duration.ofMillis(1), () -> {});
    assertThatIllegalStateException()
        .isThrownBy(() -> commands.call(() -> done.add("late")))
        .withMessageContaining("nothing was changed");
    commands.run();
    assertThat(done).isEmpty();
  }

  @Test
  void aCommandThatIsStillBeingDoneIsNotSaidToBeUndone() throws Exception {
    List<String> done = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    Thread[] server = new Thread[1];
    Commands commands = new Commands(Duration.ofMillis(200), () -> server[0].start());
    server[0] = new Thread(commands::run);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                commands.call(
                    () -> {
                      begun.countDown();
                      answered.await();
                      return done.add("late");
                    }))
        .withMessageContaining("has begun this and not ended it yet");
    assertThat(begun.getCount()).isZero();
    answered.countDown();
    server[0].join();
    assertThat(done).containsExactly("late");
  }

  @Test
  void theCallerGetsTheAnswerOrTheFailure() throws Exception {
    Commands[] commands = new Commands[1];
    commands[0] =
        new Commands(Duration.ofSeconds(10), () -> new Thread(() -> commands[0].run()).start());
    assertThat(commands[0].call(() -> "answer")).isEqualTo("answer");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                commands[0].call(
                    () -> {
                      throw new IllegalArgumentException("failure");
                    }))
        .withMessage("failure");
  }
}
