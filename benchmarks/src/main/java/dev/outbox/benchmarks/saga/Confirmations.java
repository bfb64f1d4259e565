package dev.outbox.benchmarks.saga;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.RecordWatch;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sees orders confirmed: by their {@code OrderConfirmed}, which a {@code read_committed} consumer
 * has only after the order is CONFIRMED in the database. Each order has a customer of its own,
 * whose id the event has.
 */
final class Confirmations implements AutoCloseable {

  private static final byte[] CONFIRMED = "dev.outbox.order.OrderConfirmed.v1".getBytes(US_ASCII);
  private static final String CUSTOMER = "\"customerId\":\"c-";

  private final Map<Long, PlacedOrder> pending = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final RecordWatch watch;

  Confirmations(TestBed bed) {
    this.watch = new RecordWatch(bed, "order-events", this::see);
  }

  /** An order that is about to be placed. */
  PlacedOrder expect(long due) {
    PlacedOrder order = new PlacedOrder(next.getAndIncrement(), due);
    pending.put(order.number(), order);
    return order;
  }

  /** How many orders were expected so far. */
  long expected() {
    return next.get();
  }

  /** How many confirmations came that were not waited for: a second time, or of no order. */
  long repeated() {
    return repeated.get();
  }

  private void see(ConsumerRecord<byte[], byte[]> record, long now) {
    if (!Arrays.equals(record.headers().lastHeader("ce_type").value(), CONFIRMED)) {
      return;
    }
    PlacedOrder order = pending.remove(number(new String(record.value(), ISO_8859_1)));
    if (order == null) {
      repeated.incrementAndGet();
    } else {
      order.confirmed(now);
    }
  }

  private static long number(String json) {
    int customer = json.indexOf(CUSTOMER);
    if (customer < 0) {
      throw new BenchmarkException("Not what was ordered: " + json, null);
    }
    int start = customer + CUSTOMER.length();
    return Long.parseLong(json, start, json.indexOf('"', start), 10);
  }

  @Override
  public void close() {
    watch.close();
  }
}
