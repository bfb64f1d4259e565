package dev.outbox.relay.publish;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigException;

/** Counts the producers that are open, and keeps all but some from being made. */
public final class CountedInterceptor implements ProducerInterceptor<byte[], byte[]> {

  private static final AtomicInteger LEFT = new AtomicInteger();
  private static final AtomicInteger OPEN = new AtomicInteger();

  private boolean counted;

  /** So many more producers can be made. */
  static void reset(int producers) {
    LEFT.set(producers);
    OPEN.set(0);
  }

  static int open() {
    return OPEN.get();
  }

  @Override
  public void configure(Map<String, ?> settings) {
    if (LEFT.decrementAndGet() < 0) {
      throw new ConfigException("No more producers in this test");
    }
    counted = true;
    OPEN.incrementAndGet();
  }

  @Override
  public void close() {
    if (counted) {
      OPEN.decrementAndGet();
    }
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
    return sent;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception failure) {}
}
