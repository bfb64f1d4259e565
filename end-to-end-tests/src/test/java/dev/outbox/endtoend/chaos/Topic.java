package dev.outbox.endtoend.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.endtoend.CommittedRecords;
import dev.outbox.localstack.KafkaBroker;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic as a new consumer finds it. */
record Topic(KafkaBroker kafka, String name) {

  /** All committed events from the beginning, those of a partition in order. */
  List<Published> read() {
    return CommittedRecords.of(kafka, name).stream().map(Topic::published).toList();
  }

  private static Published published(ConsumerRecord<String, String> record) {
    String id = new String(record.headers().lastHeader("ce_id").value(), UTF_8);
    Event event = new Event(id, record.key(), Long.parseLong(record.value()));
    return new Published(event, record.partition());
  }
}
