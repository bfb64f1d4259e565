package dev.outbox.benchmarks.testbed;

import java.util.HashMap;
import java.util.Map;

/** Settings of Kafka clients, the same for all contenders that have no settings of their own. */
public final class KafkaSettings {

  private KafkaSettings() {}

  /**
   * An idempotent producer for throughput, with the batch size and the compression of the relay's.
   *
   * @param lingerMillis how long a batch waits for more
   */
  public static Map<String, Object> producer(String bootstrapServers, int lingerMillis) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("batch.size", 128 * 1024);
    settings.put("linger.ms", lingerMillis);
    settings.put("compression.type", "snappy");
    settings.put("buffer.memory", 64L * 1024 * 1024);
    return settings;
  }

  /** A consumer of what is committed, without a group. */
  public static Map<String, Object> consumer(
      String bootstrapServers, int fetchMinBytes, int fetchMaxWaitMillis) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("max.poll.records", 20_000);
    settings.put("fetch.min.bytes", fetchMinBytes);
    settings.put("fetch.max.wait.ms", fetchMaxWaitMillis);
    return settings;
  }
}
