package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.outbox.OutboxEvent;
import java.net.URI;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.Test;

class CloudEventsTests {

  private static final long CREATED =
      Instant.parse("2026-01-02T03:04:05Z").getEpochSecond() * 1_000_000 + 678;

  private final OutboxEvent event =
      new OutboxEvent(
          1,
          "id-1",
          "order",
          "o-1",
          "dev.outbox.order.OrderPlaced.v1",
          "{\"a\":1}".getBytes(UTF_8),
          null,
          null,
          null,
          CREATED,
          CREATED);

  @Test
  void theAggregateChoosesTopicAndKey() {
    ProducerRecord<byte[], byte[]> record =
        CloudEvents.record(event, URI.create("/orders"), event.topic(), 3, CloudEvents.key(event));
    assertThat(record.topic()).isEqualTo("order-events");
    assertThat(record.key()).isEqualTo("o-1".getBytes(UTF_8));
    assertThat(record.value()).isSameAs(event.payload());
    assertThat(record.partition()).isEqualTo(3);
    assertThat(new String(record.headers().lastHeader("ce_time").value(), UTF_8))
        .isEqualTo("2026-01-02T03:04:05.000678Z");
  }

  @Test
  void theSizeIsNeverUnderestimated() {
    ProducerRecord<byte[], byte[]> record =
        CloudEvents.record(event, URI.create("/orders"), event.topic(), 3, CloudEvents.key(event));
    int byKafka =
        AbstractRecords.estimateSizeInBytesUpperBound(
            (byte) 2,
            CompressionType.NONE,
            record.key(),
            record.value(),
            record.headers().toArray());
    assertThat(RecordSize.upperBound(record)).isBetween(byKafka, byKafka + 100);
  }
}
