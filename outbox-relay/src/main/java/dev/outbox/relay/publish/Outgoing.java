package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event that is ready to be sent.
 *
 * @param event the event
 * @param record how it goes to Kafka
 */
public record Outgoing(OutboxEvent event, ProducerRecord<byte[], byte[]> record) {}
