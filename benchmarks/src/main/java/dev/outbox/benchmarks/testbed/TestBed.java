package dev.outbox.benchmarks.testbed;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The MySQL server and the Kafka broker that all contenders of a run share. */
public final class TestBed implements AutoCloseable {

  private static final int PARTITIONS = 6;

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private final Admin admin;

  private TestBed(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  public static TestBed launch() {
    MysqlServer mysql = MysqlServer.launch();
    try {
      // A server gives up a reader of its log that has not read for a minute; those that are
      // stopped while their backlog is written would only lose their connection.
      mysql.execute("SET GLOBAL net_write_timeout = 600");
      return new TestBed(mysql, KafkaBroker.launch());
    } catch (RuntimeException e) {
      mysql.close();
      throw e;
    }
  }

  public MysqlServer mysql() {
    return mysql;
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public void createTopic(String name) {
    answer(admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all());
  }

  /** The partitions of a topic that {@link #createTopic} or an application has made. */
  public static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /** A consumer of what is committed, without a group. */
  public KafkaConsumer<byte[], byte[]> consumer(int fetchMinBytes, int fetchMaxWaitMillis) {
    return new KafkaConsumer<>(
        KafkaSettings.consumer(bootstrapServers(), fetchMinBytes, fetchMaxWaitMillis),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Up to where {@code read_committed} consumers may read. */
  public Map<TopicPartition, Long> committedEnds(List<TopicPartition> partitions) {
    ListOffsetsResult offsets =
        admin.listOffsets(
            partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    return answer(offsets.all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Frees the disk of what a contender has left behind. */
  public void remove(BenchOutbox outbox) {
    mysql.execute("DROP DATABASE " + outbox.name());
    mysql.execute("FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW()");
    answer(admin.deleteTopics(List.of(outbox.topic())).all());
  }

  @Override
  public void close() {
    admin.close();
    kafka.close();
    mysql.close();
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchmarkException("Kafka does not do what it is asked: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }
}
