package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.EventJson;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One instance of a consumer, driven by a test instead of by Kafka. */
final class Instance {

  final HandledIds ids;
  final ParkedTable parked;
  final ParkedListing listing;
  final BatchHandler batches;
  final ParkedRetries retries;
  final Parking parking;
  final BulkParking bulk;
  final RetryTask retryTask;

  private final EventReader reader;

  Instance(ApplicationContext context, String consumer, Duration delay, int maxAttempts) {
    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
    HandlerCalls calls = context.getBean(HandlerCalls.class);
    InboxMetrics metrics = context.getBean(InboxMetrics.class);
    RetryPolicy policy = new RetryPolicy(new InboxProperties.Retry(delay, 1, delay, maxAttempts));
    TransactionTemplate transaction =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    reader = context.getBean(EventReader.class);
    ids = new HandledIds(consumer, jdbc);
    parked = new ParkedTable(consumer, jdbc);
    listing = new ParkedListing(consumer, jdbc);
    batches = new BatchHandler(ids, parked, calls, policy, transaction, metrics);
    retries = new ParkedRetries(parked, reader, calls, policy, transaction, metrics);
    parking = new Parking(parked, retries, transaction, metrics);
    bulk = new BulkParking(parked, listing, transaction, metrics);
    retryTask = new RetryTask(parked, retries, policy);
  }

  void take(IncomingEvent... events) {
    batches.handle(List.of(events));
  }

  /** As the listener container does: a batch that fails is delivered again. */
  void takeStubbornly(List<IncomingEvent> events) {
    for (int attempt = 1; ; attempt++) {
      try {
        batches.handle(events);
        return;
      } catch (RuntimeException e) {
        if (attempt == 50) {
          throw e;
        }
      }
    }
  }

  IncomingEvent event(String key, String id, String text) {
    return record(key, Map.of("ce_id", id), EventJson.write(new ThingHappened(key, text)));
  }

  /** A {@link ThingHappened} with other headers: an empty one is taken away. */
  IncomingEvent record(@Nullable String key, Map<String, String> other, @Nullable String value) {
    Map<String, String> headers = new HashMap<>(Publisher.headers("", "test.ThingHappened.v1"));
    headers.putAll(other);
    headers.values().removeIf(String::isEmpty);
    ReceivedRecord record =
        new ReceivedRecord(
            "thing-events",
            0,
            OFFSETS.getAndIncrement(),
            0,
            key == null ? null : key.getBytes(UTF_8),
            headers,
            value == null ? null : value.getBytes(UTF_8));
    return Objects.requireNonNull(reader.read(record));
  }

  private static final java.util.concurrent.atomic.AtomicLong OFFSETS =
      new java.util.concurrent.atomic.AtomicLong();
}
