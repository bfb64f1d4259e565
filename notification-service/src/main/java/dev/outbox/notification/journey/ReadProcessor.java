package dev.outbox.notification.journey;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes steps of records. What cannot be read goes to a topic of its own, as it came, with headers
 * that say where it came from and what is wrong with it.
 */
final class ReadProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {

  private static final Logger log = LoggerFactory.getLogger(ReadProcessor.class);

  private final JourneyMetrics metrics;

  ReadProcessor(JourneyMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String orderId;
    Step step;
    try {
      orderId = StepReader.orderId(record);
      step = StepReader.step(orderId, record);
    } catch (UnreadableEventException e) {
      putAside(record, String.valueOf(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      log.debug("A record cannot be read", e);
      putAside(record, OneLine.of("it cannot be read: " + e));
      return;
    }
    context().forward(record.withKey(orderId).withValue(step), JourneyTopology.MERGE);
  }

  private void putAside(Record<byte[], byte[]> record, String reason) {
    String place =
        context()
            .recordMetadata()
            .map((RecordMetadata m) -> m.topic() + "-" + m.partition() + "@" + m.offset())
            .orElse("unknown");
    log.warn("{} cannot be read, {}: kept in {}", place, reason, JourneyTopology.UNREADABLE);
    PutAside.Kept kept =
        PutAside.Kept.of(record.key(), record.value(), record.headers(), place, reason);
    Record<@Nullable Object, @Nullable Object> aside =
        new Record<>(kept.key(), kept.value(), context().currentSystemTimeMs(), kept.headers());
    context().forward(aside, JourneyTopology.UNREADABLE);
    metrics.unreadable();
  }
}
