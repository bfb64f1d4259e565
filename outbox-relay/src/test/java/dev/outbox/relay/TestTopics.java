package dev.outbox.relay;

import dev.outbox.localstack.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Topics that are not as the relay would make them. */
final class TestTopics {

  private static final String MAX_BYTES = "max.message.bytes";

  private TestTopics() {}

  /** A topic with two partitions that takes records of this size. */
  static void create(KafkaBroker kafka, String topic, int maxBytes) {
    create(kafka, topic, Map.of(MAX_BYTES, String.valueOf(maxBytes)));
  }

  /** A topic with two partitions and these settings. */
  static void create(KafkaBroker kafka, String topic, Map<String, String> settings) {
    change(
        kafka,
        admin ->
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(settings))).all());
  }

  /** A progress topic as the relay would make it. */
  static void createProgress(KafkaBroker kafka, String topic) {
    change(
        kafka,
        admin ->
            admin
                .createTopics(
                    List.of(
                        new NewTopic(topic, 3, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                .all());
  }

  /** The topic takes records of this size from now on. */
  static void limit(KafkaBroker kafka, String topic, int maxBytes) {
    set(kafka, topic, MAX_BYTES, String.valueOf(maxBytes));
  }

  /** The topic has this setting from now on. */
  static void set(KafkaBroker kafka, String topic, String name, String value) {
    ConfigEntry entry = new ConfigEntry(name, value);
    change(
        kafka,
        admin ->
            admin
                .incrementalAlterConfigs(
                    Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all());
  }

  /** The topic has so many partitions from now on. */
  static void grow(KafkaBroker kafka, String topic, int partitions) {
    change(
        kafka,
        admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  private interface Change {
    KafkaFuture<Void> of(Admin admin);
  }

  private static void change(KafkaBroker kafka, Change change) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      change.of(admin).get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
