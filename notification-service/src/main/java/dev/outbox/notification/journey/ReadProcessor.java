package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

  /** Larger ones might not go into a topic with headers added; where they came from is kept. */
  private static final int LARGEST = 512 * 1024;

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
    boolean fits = size(record) <= LARGEST;
    Headers headers = new RecordHeaders(fits ? record.headers() : new RecordHeaders());
    headers.add("journey-place", place.getBytes(UTF_8));
    headers.add("journey-reason", reason.getBytes(UTF_8));
    Record<@Nullable Object, @Nullable Object> aside =
        new Record<>(
            fits ? record.key() : null, fits ? record.value() : null, record.timestamp(), headers);
    context().forward(aside, JourneyTopology.UNREADABLE);
    metrics.unreadable();
  }

  private static int size(Record<byte[], byte[]> record) {
    int size = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += header.key().length() + length(header.value());
    }
    return size;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
