package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.sample.SampleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to a key from when it is parked until it is not: nothing overtakes. */
@SampleTest
class ParkedKeyIntegrationTests extends ConsumerTestSupport {

  @Test
  void orderIsKeptWhenAKeyIsParkedMoreArrivesAndItIsReleased() {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    park(instance, "a");
    instance.take(event(instance, "a", "2"), event(instance, "a", "3"));
    handler.failing.clear();
    instance.take(event(instance, "a", "4"));
    assertThat(handled("a")).isEmpty();

    assertThat(instance.parking.release(key("a"))).isEqualTo(new Parking.Release(4, 0, null));
    assertThat(handled("a")).containsExactly(run + "fails", "2", "3", "4");
    instance.take(event(instance, "a", "5"));
    assertThat(handled("a")).endsWith("4", "5");
    assertThat(instance.listing.keys(10)).isEmpty();
  }

  @Test
  void aReleaseThatFailsSaysWhyAndTheKeyStaysParked() {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    park(instance, "a");
    instance.take(event(instance, "a", "2"));
    assertThat(instance.parking.release(key("a")))
        .satisfies(
            release -> {
              assertThat(release.handled()).isZero();
              assertThat(release.left()).isEqualTo(2);
              assertThat(release.failure()).contains("told to fail");
            });
    assertThat(handled("a")).isEmpty();
  }

  @Test
  void aParkedKeyIsRetriedByItselfAndAfterTheLimitWaitsForAnOperator() {
    Instance instance = instance(Duration.ofMillis(5), 4);
    park(instance, "a");
    await()
        .untilAsserted(
            () -> {
              instance.retryTask.get();
              assertThat(instance.listing.keys(1).get(0).nextAttempt()).isNull();
            });
    assertThat(instance.parked.first(key("a")).orElseThrow().attempts()).isEqualTo(4);
    assertThat(instance.listing.summary().waitingForOperator()).isEqualTo(1);
    handler.failing.clear();
    instance.retryTask.get();
    assertThat(handled("a")).as("nobody has released it").isEmpty();
    assertThat(instance.parking.release(key("a")).handled()).isEqualTo(1);
    assertThat(handled("a")).containsExactly(run + "fails");
  }

  @Test
  void aParkedKeyGoesOnByItselfWhenItsEventCanBeHandled() {
    Instance instance = instance();
    park(instance, "a");
    instance.take(event(instance, "a", "2"));
    handler.failing.clear();
    await()
        .untilAsserted(
            () -> {
              instance.retryTask.get();
              assertThat(instance.listing.keys(1)).isEmpty();
            });
    assertThat(handled("a")).containsExactly(run + "fails", "2");
  }

  @Test
  void newEventsOfAKeyDoNotOvertakeThoseThatAreBeingReleased() throws Exception {
    Instance consumer = instance();
    Instance operator = instance();
    park(consumer, "a");
    for (String text : numbers(1, 20)) {
      consumer.take(event(consumer, "a", text));
    }
    handler.failing.clear();
    atOnce(
        List.of(
            () -> operator.parking.release(key("a")),
            () -> {
              for (String text : numbers(21, 80)) {
                consumer.takeStubbornly(List.of(event(consumer, "a", text)));
              }
              return null;
            }));
    finish(operator);
    List<String> expected = new ArrayList<>(numbers(1, 80));
    expected.add(0, run + "fails");
    assertThat(handled("a")).isEqualTo(expected);
  }

  @Test
  void whoRetriesAKeyHoldsUpThatKeyAndNoOther() throws Exception {
    Instance consumer = instance();
    Instance operator = instance();
    park(consumer, "a");
    handler.failing.clear();
    CountDownLatch retried = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    handler.doing.put(
        run + "fails",
        () -> {
          retried.countDown();
          assertThat(others).satisfies(latch -> latch.await(30, TimeUnit.SECONDS));
        });
    CompletableFuture<Parking.Release> release =
        CompletableFuture.supplyAsync(() -> operator.parking.release(key("a")));
    CompletableFuture<Void> behind;
    try {
      assertThat(retried.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(
              CompletableFuture.runAsync(
                  () -> consumer.take(event(consumer, "b", "1"), event(consumer, "c", "1"))))
          .succeedsWithin(Duration.ofSeconds(10));
      assertThat(handled("b")).containsExactly("1");
      behind =
          CompletableFuture.runAsync(
              () -> consumer.take(event(consumer, "a", "2"), event(consumer, "b", "2")));
      await().during(Duration.ofSeconds(1)).until(() -> !behind.isDone());
      assertThat(handled("a")).as("it is still being retried").isEmpty();
    } finally {
      others.countDown();
    }
    assertThat(release).succeedsWithin(Duration.ofSeconds(10));
    assertThat(behind).succeedsWithin(Duration.ofSeconds(10));
    finish(operator);
    assertThat(handled("a")).containsExactly(run + "fails", "2");
    assertThat(handled("b")).containsExactly("1", "2");
  }

  @Test
  void instancesThatRetryTheSameKeyHandleItsEventsOnceAndInOrder() throws Exception {
    Instance consumer = instance();
    park(consumer, "a");
    for (String text : numbers(1, 40)) {
      consumer.take(event(consumer, "a", text));
    }
    handler.failing.clear();
    List<Callable<?>> instances = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Instance instance = instance();
      instances.add(
          () -> {
            finish(instance);
            return null;
          });
    }
    atOnce(instances);
    List<String> expected = new ArrayList<>(numbers(1, 40));
    expected.add(0, run + "fails");
    assertThat(handled("a")).isEqualTo(expected);
  }

  @Test
  void anEventThatIsDiscardedIsKeptAndThoseBehindItGoOn() {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    instance.take(
        instance.record(key("a"), Map.of("ce_id", run + "bad"), "{"), event(instance, "a", "2"));
    assertThat(instance.parking.discard(key("a"), run + "bad")).isEqualTo(1);
    assertThat(
            jdbc.sql("SELECT payload FROM inbox_discarded WHERE id = ?")
                .param(run + "bad")
                .query(byte[].class)
                .single())
        .asString()
        .isEqualTo("{");
    assertThat(instance.parking.release(key("a")).handled()).isEqualTo(1);
    assertThat(handled("a")).containsExactly("2");
    instance.take(instance.record(key("a"), Map.of("ce_id", run + "bad"), "{"));
    assertThat(instance.listing.keys(10)).as("it is not taken again").isEmpty();
  }

  @Test
  void whatIsNotParkedIsNeitherReleasedNorDiscarded() {
    Instance instance = instance();
    assertThatThrownBy(() -> instance.parking.release(key("a")))
        .isInstanceOf(NotParkedException.class)
        .hasMessageContaining(key("a"));
    park(instance, "a");
    assertThatThrownBy(() -> instance.parking.discard(key("a"), "other"))
        .isInstanceOf(NotParkedException.class);
  }

  @Test
  void oldIdsAreForgottenInStepsAndThoseOfParkedEventsAreNot() {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    park(instance, "parked");
    for (String text : numbers(1, 5)) {
      instance.take(event(instance, "a", text));
    }
    jdbc.sql("UPDATE inbox_event SET handled_at = handled_at - INTERVAL 15 DAY WHERE consumer = ?")
        .param("test-" + run)
        .update();
    instance.take(event(instance, "a", "young"));
    Duration retention = Duration.ofDays(14);
    assertThat(instance.ids.forget(retention, 2)).isEqualTo(2);
    assertThat(instance.ids.forget(retention, 2)).isEqualTo(2);
    assertThat(instance.ids.forget(retention, 2)).isEqualTo(1);
    assertThat(instance.ids.forget(retention, 2)).isZero();
    assertThat(
            jdbc.sql("SELECT id FROM inbox_event WHERE consumer = ?")
                .param("test-" + run)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(run + "parked" + run + "fails", run + "ayoung");
  }

  private void park(Instance instance, String key) {
    handler.failing.add(run + "fails");
    instance.take(event(instance, key, run + "fails"));
    assertThat(instance.listing.keys(10)).extracting(ParkedKey::key).containsExactly(key(key));
  }

  private static void finish(Instance instance) {
    await()
        .untilAsserted(
            () -> {
              instance.retryTask.get();
              assertThat(instance.listing.keys(1)).isEmpty();
            });
  }
}
