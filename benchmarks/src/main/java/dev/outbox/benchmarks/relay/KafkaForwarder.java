package dev.outbox.benchmarks.relay;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends what Debezium has captured to Kafka: a batch at once, marked as done when Kafka has it. */
final class KafkaForwarder implements ChangeConsumer<ChangeEvent<String, String>> {

  private final KafkaProducer<String, String> producer;

  KafkaForwarder(KafkaProducer<String, String> producer) {
    this.producer = producer;
  }

  @Override
  public void handleBatch(
      List<ChangeEvent<String, String>> events,
      RecordCommitter<ChangeEvent<String, String>> committer)
      throws InterruptedException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (ChangeEvent<String, String> event : events) {
      var unused =
          producer.send(
              record(event),
              (sent, e) -> {
                if (e != null) {
                  failure.set(e);
                }
              });
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new KafkaException(failed);
    }
    for (ChangeEvent<String, String> event : events) {
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private static ProducerRecord<String, String> record(ChangeEvent<String, String> event) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(event.destination(), event.key(), event.value());
    event
        .headers()
        .forEach(
            header ->
                record
                    .headers()
                    .add(
                        header.getKey(),
                        String.valueOf(header.getValue()).getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
