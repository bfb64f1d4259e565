package dev.outbox.endtoend.chaos;

import dev.outbox.endtoend.Topics;
import dev.outbox.localstack.KafkaBroker;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topics of an outbox as a new consumer finds them. */
record PublishedTopics(KafkaBroker kafka, List<String> names) {

  /** All committed events from the beginning, those of a partition in order. */
  List<Published> read() {
    return Topics.records(kafka.bootstrapServers(), names).stream()
        .map(PublishedTopics::published)
        .toList();
  }

  private static Published published(ConsumerRecord<String, String> record) {
    Event event =
        new Event(Topics.header(record, "ce_id"), record.key(), Long.parseLong(record.value()));
    return new Published(event, record.partition());
  }
}
