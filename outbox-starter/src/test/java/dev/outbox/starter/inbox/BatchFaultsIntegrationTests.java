package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.starter.sample.SampleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Batches on a real database: once per id, in order, and nobody is held up by a failure. */
@SampleTest
class BatchFaultsIntegrationTests extends ConsumerTestSupport {

  @Test
  void batchesThatAreDeliveredAgainOrSplitDifferentlyAreHandledOncePerId() {
    Instance instance = instance();
    List<IncomingEvent> events = events(instance, 30);
    instance.batches.handle(events.subList(0, 20));
    instance.batches.handle(events.subList(10, 25));
    instance.batches.handle(events.subList(0, 30));
    List<IncomingEvent> twice = new ArrayList<>(events);
    twice.add(event(instance, "k-0", "31"));
    twice.add(event(instance, "k-0", "31"));
    instance.batches.handle(twice);
    assertThat(handled("k-0"))
        .containsExactly("0", "3", "6", "9", "12", "15", "18", "21", "24", "27", "31");
    assertThat(handled("k-1")).hasSize(10);
    assertThat(appended("k-2")).isEqualTo(10);
  }

  @Test
  void anIdThatDiffersInCaseAloneIsAnotherOne() {
    Instance instance = instance();
    instance.take(
        instance.event(key("k"), run + "id", "1"), instance.event(key("k"), run + "ID", "2"));
    assertThat(handled("k")).containsExactly("1", "2");
  }

  @Test
  void instancesThatGetTheSameEventsAtOnceHandleEachOnceAndInOrder() throws Exception {
    List<Callable<?>> consumers = new ArrayList<>();
    for (int consumer = 0; consumer < 4; consumer++) {
      Random random = new Random(consumer);
      Instance instance = instance();
      List<IncomingEvent> events = events(instance, 120);
      consumers.add(
          () -> {
            int from = 0;
            while (from < events.size()) {
              int to = Math.min(events.size(), from + 1 + random.nextInt(20));
              instance.takeStubbornly(events.subList(from, to));
              from = to;
            }
            return null;
          });
    }
    atOnce(consumers);
    for (int key = 0; key < 3; key++) {
      List<String> expected = new ArrayList<>();
      for (int i = key; i < 120; i += 3) {
        expected.add("" + i);
      }
      assertThat(handled("k-" + key)).isEqualTo(expected);
    }
  }

  @Test
  void anEventThatFailsParksItsKeyAndNoOther() {
    Instance instance = instance();
    handler.failing.add(run + "fails");
    instance.take(
        event(instance, "a", "before"),
        event(instance, "a", run + "fails"),
        event(instance, "b", "1"),
        event(instance, "a", "behind"),
        event(instance, "b", "2"));
    assertThat(handled("a")).containsExactly("before");
    assertThat(appended("a")).as("nothing is left of what failed").isEqualTo(1);
    assertThat(handled("b")).containsExactly("1", "2");
    assertThat(instance.parked.events(key("a"), 10))
        .satisfiesExactly(
            first -> {
              assertThat(first.id()).isEqualTo(run + "a" + run + "fails");
              assertThat(first.attempts()).isEqualTo(1);
              assertThat(first.reason()).contains("told to fail");
            },
            second -> {
              assertThat(second.id()).isEqualTo(run + "abehind");
              assertThat(second.attempts()).isZero();
            });
    assertThat(instance.listing.keys(10)).extracting(ParkedKey::key).containsExactly(key("a"));
  }

  @Test
  void whenManyEventsOfABatchFailTheOthersAreHandledAllTheSame() {
    Instance instance = instance();
    List<IncomingEvent> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      handler.failing.add(run + i);
      events.add(event(instance, "fails-" + i, run + i));
      events.add(event(instance, "works-" + i, "1"));
    }
    instance.batches.handle(events);
    assertThat(instance.listing.keys(100)).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(handled("works-" + i)).containsExactly("1");
      assertThat(handled("fails-" + i)).isEmpty();
    }
  }

  @Test
  void anEventThatBreaksItsContractIsParkedUntilAnOperatorComesAndTheOthersGoOn() {
    Instance instance = instance();
    instance.take(
        instance.record(key("a"), Map.of("ce_id", run + "1"), "{\"thingId\":"),
        instance.record(key("b"), Map.of("ce_id", run + "2"), null),
        event(instance, "a", "behind"),
        event(instance, "c", "1"));
    assertThat(handled("c")).containsExactly("1");
    assertThat(handled("a")).isEmpty();
    assertThat(instance.listing.keys(10))
        .allSatisfy(key -> assertThat(key.nextAttempt()).as("%s", key).isNull())
        .extracting(ParkedKey::key)
        .containsExactlyInAnyOrder(key("a"), key("b"));
    assertThat(instance.parked.first(key("b")).orElseThrow().reason()).isEqualTo("it has no value");
    assertThat(instance.parked.first(key("a")).orElseThrow().record().value())
        .asString()
        .isEqualTo("{\"thingId\":");
    assertThat(instance.parked.due(10)).isEmpty();
  }

  @Test
  void whatHasNeitherIdNorKeyIsKeptOnceAndHoldsUpNothing() {
    Instance instance = instance();
    IncomingEvent without = instance.record(null, Map.of(), "{\"thingId\":\"x\",\"text\":\"y\"}");
    instance.take(without, event(instance, "a", "1"));
    instance.take(without, instance.record(null, Map.of("ce_id", run + "b"), json("b")));
    assertThat(handled("a")).containsExactly("1");
    assertThat(handled("b")).as("an event without a key").containsExactly("1");
    assertThat(instance.listing.keys(10))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.events()).isEqualTo(1);
              assertThat(instance.parked.first(key.key()).orElseThrow().reason())
                  .isEqualTo("it has no ce_id");
            });
  }

  @Test
  void aDeadlockParksNothing() throws Exception {
    String first = instance("lock-1");
    String second = instance("lock-2");
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger deadlocks = new AtomicInteger();
    handler.doing.put(run + "1", crosswise(first, second, both));
    handler.doing.put(run + "2", crosswise(second, first, both));
    List<Callable<?>> consumers = new ArrayList<>();
    for (String text : List.of("1", "2")) {
      Instance instance = instance();
      IncomingEvent event = event(instance, text, run + text);
      consumers.add(
          () -> {
            try {
              instance.take(event);
            } catch (RuntimeException e) {
              deadlocks.incrementAndGet();
              instance.take(event);
            }
            return null;
          });
    }
    atOnce(consumers);
    assertThat(deadlocks).hasValue(1);
    assertThat(handled("1")).containsExactly(run + "1");
    assertThat(handled("2")).containsExactly(run + "2");
    assertThat(instance().listing.keys(10)).isEmpty();
  }

  @Test
  void aConnectionThatIsLostParksNothing() {
    Instance instance = instance();
    IncomingEvent event = event(instance, "a", run + "1");
    handler.doing.put(run + "1", this::loseConnection);
    assertThatThrownBy(() -> instance.take(event, event(instance, "b", "1")))
        .isInstanceOf(RuntimeException.class);
    assertThat(instance.listing.keys(10)).isEmpty();
    assertThat(handled("b")).isEmpty();
    handler.doing.clear();
    instance.take(event, event(instance, "b", "1"));
    assertThat(handled("a")).containsExactly(run + "1");
    assertThat(handled("b")).containsExactly("1");
  }

  private void loseConnection() {
    long connection = jdbc.sql("SELECT CONNECTION_ID()").query(Long.class).single();
    try {
      Thread killer = new Thread(() -> jdbc.sql("KILL " + connection).update());
      killer.start();
      killer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String instance(String name) {
    jdbc.sql("INSERT INTO thing (id, text) VALUES (?, 'lock')").param(key(name)).update();
    return key(name);
  }

  private Runnable crosswise(String first, String second, CyclicBarrier both) {
    AtomicInteger calls = new AtomicInteger();
    return () -> {
      touch(first);
      if (calls.getAndIncrement() == 0) {
        try {
          both.await();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      touch(second);
    };
  }

  private void touch(String id) {
    jdbc.sql("UPDATE thing SET text = CONCAT(text, '.') WHERE id = ?").param(id).update();
  }

  private String json(String key) {
    return "{\"thingId\":\"%s\",\"text\":\"1\"}".formatted(key(key));
  }

  private List<IncomingEvent> events(Instance instance, int count) {
    List<IncomingEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(instance, "k-" + i % 3, "" + i));
    }
    return events;
  }
}
