package dev.outbox.starter.inbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How missing topics are made; those that exist stay as they are. The relay has the same settings,
 * since whoever starts first makes a topic: keep them equal.
 *
 * @param partitions how many partitions; default 6. It bounds how many consumers of one group share
 *     the work, and cannot be raised later without breaking the order of events per key
 * @param replication on how many brokers each partition is kept; default 1, which suits a single
 *     broker. Set 3 in production
 */
@ConfigurationProperties(prefix = "outbox.topics", ignoreUnknownFields = false)
record TopicsProperties(@DefaultValue("6") int partitions, @DefaultValue("1") short replication) {

  TopicsProperties {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "outbox.topics.partitions must be at least 1, was " + partitions);
    }
    if (replication < 1) {
      throw new IllegalArgumentException(
          "outbox.topics.replication must be at least 1, was " + replication);
    }
  }
}
