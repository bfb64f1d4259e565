package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaBrokerIntegrationTests {

  static KafkaBroker kafka;

  @BeforeAll
  static void launch() {
    kafka = KafkaBroker.launch();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  @Test
  void recordsSurviveKill() throws Exception {
    createTopic("durable");
    send("durable", "before");
    long pid = kafka.pid();

    kafka.kill();
    assertThat(Ports.accepts(kafka.port())).isFalse();
    kafka.start();

    assertThat(kafka.pid()).isNotEqualTo(pid);
    send("durable", "after");
    assertThat(values("durable", 2)).containsExactly("before", "after");
  }

  @Test
  void isStoppedInOrderAndStartedAgainOnTheSamePort() throws Exception {
    String servers = kafka.bootstrapServers();
    long asked = System.nanoTime();
    kafka.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .as("less than the limit after which it is killed")
        .isLessThan(Duration.ofSeconds(20));
    assertThat(Ports.accepts(kafka.port())).isFalse();
    kafka.start();
    assertThat(kafka.bootstrapServers()).isEqualTo(servers);
    assertThat(KafkaBroker.answers(servers, Map.of(), Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void commitsTransactions() throws Exception {
    createTopic("transactional");
    try (var producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transactional", "key", "value"));
      producer.commitTransaction();
    }
    assertThat(values("transactional", 1)).containsExactly("value");
  }

  @Test
  void makesNoTopicByItself() {
    assertThatThrownBy(() -> send("nobody-made-me", "value"))
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("not present in metadata");
  }

  private static void createTopic(String name) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  private static void send(String topic, String value) throws Exception {
    try (var producer = producer(Map.of("max.block.ms", 2_000))) {
      producer.send(new ProducerRecord<>(topic, "key", value)).get();
    }
  }

  private static KafkaProducer<String, String> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", kafka.bootstrapServers());
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static List<String> values(String topic, int count) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
