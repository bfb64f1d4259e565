package dev.outbox.relay.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class ProgressTopicIntegrationTests {

  private final Map<String, Object> settings;
  private final ProgressTopic topic;

  ProgressTopicIntegrationTests(KafkaBroker kafka) throws InterruptedException {
    settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    topic =
        new ProgressTopic(
            new KafkaClients(settings, settings, settings),
            "progress-" + UUID.randomUUID(),
            1,
            (short) 1);
    topic.provide();
  }

  @Test
  void anotherServersOpenTransactionHidesNoProgress() throws Exception {
    try (KafkaProducer<byte[], byte[]> other = producer("other");
        KafkaProducer<byte[], byte[]> ours = producer("ours")) {
      other.beginTransaction();
      other.send(records("other").server(ServerProgress.NEW)).get();
      commit(ours, List.of(records("ours").server(at(7))));
      CompletableFuture<LiveProgress> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return topic.read("ours", 0);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      // Whatever it answers before is what it would take for the whole progress.
      await().during(Duration.ofSeconds(1)).until(() -> !read.isDone());
      other.commitTransaction();
      LiveProgress live = read.get();
      assertThat(live.server().sequence()).isEqualTo(7);
      assertThat(live.strangers()).containsExactly("other");
    }
  }

  @Test
  void whatIsDeletedReleasedOrAbortedIsNotLive() throws Exception {
    ProgressRecords records = records("ours");
    ParkedKey stays = new ParkedKey("orders", "a/b", "id", "reason", Instant.EPOCH);
    ParkedKey goes = new ParkedKey("orders", "c", "id", "reason", Instant.EPOCH);
    PublishedRows rows = new PublishedRows("orders");
    UUID id = UUID.randomUUID();
    rows.add(5, id);
    rows.add(-1, id);
    try (KafkaProducer<byte[], byte[]> producer = producer("ours")) {
      commit(
          producer,
          List.of(
              records.rows(1, List.of(rows)),
              records.rows(2, List.of(rows)),
              records.parked(stays),
              records.parked(goes),
              records.server(at(2))));
      commit(
          producer, List.of(records.rowsDeleted(1), records.released(goes), records.server(at(3))));
      producer.beginTransaction();
      producer.send(records.server(at(4)));
      producer.send(records.rowsDeleted(2));
      producer.flush();
      producer.abortTransaction();
    }
    LiveProgress live = topic.read("ours", 0);
    assertThat(live.server().sequence()).isEqualTo(3);
    assertThat(live.parked()).extracting(LiveProgress.Parked::key).containsExactly(stays);
    assertThat(live.rows()).extracting(LiveProgress.Rows::sequence).containsExactly(2L);
    PublishedRows read = live.rows().get(0).rows().get(0);
    assertThat(read.outbox()).isEqualTo("orders");
    assertThat(List.of(read.position(0), read.position(1))).containsExactly(5L, -1L);
    assertThat(read.id(1)).isEqualTo(id);
  }

  private static ServerProgress at(long sequence) {
    return new ServerProgress(sequence, "uuid", false, null, "set", null, Map.of(), Map.of());
  }

  private ProgressRecords records(String server) {
    return new ProgressRecords(topic.name(), 0, server);
  }

  private KafkaProducer<byte[], byte[]> producer(String name) {
    Map<String, Object> all = new java.util.HashMap<>(settings);
    all.put("transactional.id", topic.name() + name);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static void commit(
      KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
    producer.beginTransaction();
    records.forEach(producer::send);
    producer.commitTransaction();
  }
}
