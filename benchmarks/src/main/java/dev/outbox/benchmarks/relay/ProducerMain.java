package dev.outbox.benchmarks.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.outbox.benchmarks.testbed.Commands;
import dev.outbox.benchmarks.testbed.KafkaSettings;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka producer alone, which makes up its records: nothing that reads a database is faster. */
final class ProducerMain {

  private static final byte[] VERSION = "1.0".getBytes(US_ASCII);
  private static final byte[] TYPE = Backlog.TYPE.getBytes(US_ASCII);
  private static final byte[] SOURCE = "/bench".getBytes(US_ASCII);
  private static final byte[] TIME = "2026-01-02T03:04:05.678901Z".getBytes(US_ASCII);
  private static final byte[] JSON = "application/json".getBytes(US_ASCII);

  private ProducerMain() {}

  /** Bootstrap servers, topic, and whether records have the relay's headers. */
  public static void main(String[] arguments) throws Exception {
    String topic = arguments[1];
    boolean headers = Boolean.parseBoolean(arguments[2]);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaSettings.producer(arguments[0], 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Commands.answer("ready");
      Commands.serve(
          words -> {
            long from = Long.parseLong(words.get(1));
            send(producer, topic, headers, from, from + Long.parseLong(words.get(2)));
            return "sent";
          });
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, boolean headers, long from, long end)
      throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (long i = from; i < end; i++) {
      byte[] key = Backlog.key(i).getBytes(US_ASCII);
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, Payload.of(i, 0));
      if (headers) {
        add(record.headers(), key, i);
      }
      var unused =
          producer.send(
              record,
              (sent, e) -> {
                if (e != null) {
                  failure.set(e);
                }
              });
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** They are as long as the relay's, and cost next to nothing to make. */
  private static void add(Headers headers, byte[] key, long sequence) {
    headers.add("ce_specversion", VERSION);
    headers.add("ce_id", new UUID(sequence, sequence).toString().getBytes(US_ASCII));
    headers.add("ce_type", TYPE);
    headers.add("ce_source", SOURCE);
    headers.add("ce_subject", key);
    headers.add("ce_time", TIME);
    headers.add("content-type", JSON);
  }
}
