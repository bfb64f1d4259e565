package dev.outbox.notification.journey;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the time of a record, unless the record has none or one that is yet to come: then this
 * machine's. Kafka Streams stops at a record without a time, and Kafka refuses changes of the store
 * with a time that is far ahead. Public, since Kafka Streams makes it by name.
 */
public final class KnownTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long now = System.currentTimeMillis();
    return record.timestamp() < 0 ? now : Math.min(record.timestamp(), now);
  }
}
