package dev.outbox.relay.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StackExtension.class)
class MembershipIntegrationTests {

  private static final String SERVER = "main";
  private static final String NEIGHBOUR = "neighbour";

  private final String group = "group-" + UUID.randomUUID();
  private final Map<String, Object> settings;
  private final KafkaClients clients;
  private final ProgressTopic topic;

  MembershipIntegrationTests(KafkaBroker kafka) {
    settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    clients = new KafkaClients(settings, settings, settings);
    topic = new ProgressTopic(clients, "progress-" + group, 1, (short) 1);
  }

  @Test
  void aMemberThatWasPausedAndReplacedIsNotConfirmed() throws Exception {
    Semaphore running = new Semaphore(1);
    try (Membership paused = membership(running::acquireUninterruptibly, running::release);
        Membership replacement = membership(() -> {}, () -> {})) {
      paused.start();
      await().until(() -> paused.owns(SERVER));
      assertThat(paused.confirm(SERVER)).isZero();
      running.acquire();
      try (Admin admin = Admin.create(settings)) {
        // As the end of its session would.
        admin
            .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
            .all()
            .get();
      }
      replacement.start();
      await().until(() -> replacement.owns(SERVER));
      assertThat(replacement.confirm(SERVER)).isZero();
      assertThat(paused.owns(SERVER)).as("it does not know yet").isTrue();
      running.release();
      assertThatThrownBy(() -> paused.confirm(SERVER)).isInstanceOf(NotOwnerException.class);
    }
  }

  @Test
  void whoAsksTheGroupAboutAServerThatIsBeingTakenAwayDoesNotHoldThatUp() throws Exception {
    List<String> servers = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    ProgressTopic several = new ProgressTopic(clients, "several-" + group, 4, (short) 1);
    try (Membership first = membership(several, () -> {}, () -> {});
        Membership second = membership(several, () -> {}, () -> {})) {
      first.start();
      await().until(() -> servers.stream().allMatch(first::enter));
      second.start();
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !servers.stream().allMatch(first::owns));
      String taken = servers.stream().filter(server -> !first.owns(server)).findAny().orElseThrow();
      long begin = System.nanoTime();
      assertThatThrownBy(() -> first.commit(taken, 0)).isInstanceOf(NotOwnerException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aMemberThatLeavesIsFollowedAtOnce() throws Exception {
    Membership first = membership(() -> {}, () -> {});
    try (Membership second = membership(() -> {}, () -> {})) {
      first.start();
      await().until(() -> first.enter(SERVER));
      second.start();
      await().during(Duration.ofMillis(500)).until(() -> !second.owns(SERVER));
      first.leave(SERVER);
      first.close();
      await().atMost(Duration.ofSeconds(3)).until(() -> second.owns(SERVER));
    } finally {
      first.close();
    }
  }

  @Test
  void whatAnotherServerOnThePartitionNeedsStaysToBeRead() throws Exception {
    try (Membership member = membership(() -> {}, () -> {})) {
      member.start();
      await().until(() -> member.owns(SERVER));
      member.confirm(SERVER);
      member.commit(SERVER, 9);
      assertThat(member.confirm(SERVER)).as("the neighbour is not known yet").isZero();
      member.confirm(NEIGHBOUR);
      member.commit(NEIGHBOUR, 5);
      assertThat(member.confirm(SERVER)).as("the server starts over").isZero();
      member.commit(SERVER, 9);
      assertThat(member.confirm(NEIGHBOUR)).isEqualTo(5);
      member.keep("stranger");
      member.commit(SERVER, 9);
      member.commit(NEIGHBOUR, 9);
      assertThat(member.confirm(SERVER)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
  void aFailureThatIsNotKnownIsSaidAndTheMemberJoinsAgain(Class<? extends Throwable> failure)
      throws Exception {
    Semaphore failing = new Semaphore(0);
    Membership member =
        membership(
            () -> {
              if (failing.tryAcquire()) {
                throwUnchecked(failure);
              }
            },
            () -> {});
    try (member) {
      member.start();
      // It owns the server a moment before it knows that it has joined.
      await().until(() -> member.owns(SERVER) && member.problem().isEmpty());
      failing.release();
      MembershipProblem problem =
          await()
              .pollInterval(Duration.ofMillis(5))
              .until(() -> member.problem().orElse(null), Objects::nonNull);
      assertThat(problem.state()).isEqualTo(OutboxState.BLOCKED);
      assertThat(problem.message()).contains(failure.getSimpleName());
      assertThat(member.owns(SERVER)).isFalse();
      await().until(() -> member.owns(SERVER) && member.problem().isEmpty());
    }
  }

  @Test
  void aMembershipWhoseThreadHasEndedIsAProblem() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    try (Membership member = membership(() -> thread.complete(Thread.currentThread()), () -> {})) {
      member.start();
      await().until(() -> member.owns(SERVER) && member.problem().isEmpty());
      thread.get().interrupt();
      await().until(() -> member.problem().isPresent());
      assertThat(member.problem()).contains(MembershipProblem.ENDED);
      assertThat(member.owns(SERVER)).isFalse();
    }
  }

  private static void throwUnchecked(Class<? extends Throwable> type) {
    if (type == IllegalStateException.class) {
      throw new IllegalStateException("of a test");
    }
    throw new NoClassDefFoundError("of a test");
  }

  private Membership membership(Runnable beforeEachRound, Runnable afterEachRound) {
    return membership(topic, beforeEachRound, afterEachRound);
  }

  private Membership membership(
      ProgressTopic progress, Runnable beforeEachRound, Runnable afterEachRound) {
    return new Membership(
        clients,
        progress,
        new GroupProperties(group, null, Duration.ofSeconds(10), progress.name(), 2, List.of()),
        List.of(SERVER, NEIGHBOUR),
        beforeEachRound,
        afterEachRound);
  }
}
