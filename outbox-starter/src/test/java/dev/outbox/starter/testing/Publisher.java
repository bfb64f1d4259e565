package dev.outbox.starter.testing;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.EventType;
import dev.outbox.events.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes records as the relay would: CloudEvents in binary mode, keyed by aggregate id. */
public final class Publisher implements AutoCloseable {

  private final KafkaProducer<String, String> producer;

  public Publisher(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
  }

  /** Publishes an event under a new id, and returns the id. */
  public String publish(Event event) {
    String id = UUID.randomUUID().toString();
    publish(id, event);
    return id;
  }

  /** Publishes an event under a given id. */
  public void publish(String id, Event event) {
    EventType type = EventTypes.of(event.getClass());
    send(
        type.aggregate() + "-events",
        event.aggregateId(),
        headers(id, type.value()),
        EventJson.write(event));
  }

  /** Publishes any record, and waits until Kafka has it. */
  public void send(String topic, String key, Map<String, String> headers, @Nullable String value) {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
    headers.forEach(
        (name, header) -> record.headers().add(name, header.getBytes(StandardCharsets.UTF_8)));
    producer.send(record);
    producer.flush();
  }

  /** The headers of an event. */
  public static Map<String, String> headers(String id, String type) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", id);
    headers.put("ce_type", type);
    headers.put("ce_source", "/test");
    headers.put("ce_time", "2026-11-23T09:30:00.123456Z");
    headers.put("content-type", "application/json");
    return headers;
  }

  @Override
  public void close() {
    producer.close();
  }
}
