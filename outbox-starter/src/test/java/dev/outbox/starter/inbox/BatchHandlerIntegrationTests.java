package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Batches as several instances may get them: after a rebalance the same ones, split otherwise. */
@SampleTest
class BatchHandlerIntegrationTests {

  private static final int EVENTS = 200;
  private static final int KEYS = 7;

  private final String run = UUID.randomUUID() + "/";

  @Autowired private EventReader reader;
  @Autowired private BatchHandler batches;
  @Autowired private HandledIds ids;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  @Test
  void eventsAreHandledOnceAndInOrderHoweverTheirBatchesAreSplitAndWhoeverGetsThem()
      throws Exception {
    List<IncomingEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(event(i));
    }
    ExecutorService instances = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Boolean>> deliveries = new ArrayList<>();
      for (int instance = 0; instance < 3; instance++) {
        Random random = new Random(instance);
        deliveries.add(() -> deliver(events, random));
      }
      for (Future<Boolean> delivery : instances.invokeAll(deliveries)) {
        assertThat(delivery.get()).isTrue();
      }
    } finally {
      instances.shutdownNow();
    }
    for (int k = 0; k < KEYS; k++) {
      List<String> expected = new ArrayList<>();
      for (int i = k; i < EVENTS; i += KEYS) {
        expected.add("" + i);
      }
      assertThat(
              jdbc.sql("SELECT text FROM thing WHERE id = ? ORDER BY number")
                  .param(run + k)
                  .query(String.class)
                  .list())
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void oldIdsAreForgottenInStepsAndYoungOnesAreNot() {
    batches.handle(List.of(event(1), event(2), event(3)));
    jdbc.sql("UPDATE inbox_event SET handled_at = handled_at - INTERVAL 20 DAY WHERE id IN (?, ?)")
        .params(id(1), id(2))
        .update();
    assertThat(ids.forget(Duration.ofDays(14), 1)).isEqualTo(1);
    assertThat(ids.forget(Duration.ofDays(14), 1)).isEqualTo(1);
    assertThat(ids.forget(Duration.ofDays(14), 1)).isZero();
    assertThat(transaction.<Object>execute(status -> ids.remember(List.of(id(1), id(3)))))
        .isEqualTo(new TreeSet<>(List.of(id(1))));
  }

  /** As a container does: what the database refuses is delivered again. */
  private boolean deliver(List<IncomingEvent> events, Random random) {
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(40));
      try {
        batches.handle(events.subList(from, to));
        from = to;
      } catch (TransientDataAccessException e) {
        from = Math.max(0, from - random.nextInt(5));
      }
    }
    return true;
  }

  private IncomingEvent event(int number) {
    String key = run + number % KEYS;
    return java.util.Objects.requireNonNull(
        reader.read(
            new ReceivedRecord(
                "thing-events",
                0,
                number,
                0,
                key.getBytes(UTF_8),
                Publisher.headers(id(number), "test.ThingHappened.v1"),
                "{\"thingId\":\"%s\",\"text\":\"%d\"}".formatted(key, number).getBytes(UTF_8))));
  }

  private String id(int number) {
    return run + number;
  }
}
