package dev.outbox.relay.publish;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How missing topics are made. Topics that exist stay as they are. The services have the same
 * settings, since whoever starts first makes a topic: keep them equal.
 *
 * @param partitions how many partitions; default 6. It bounds how many consumers of one group share
 *     the work, and cannot be raised later without breaking the order of events per key
 * @param replication on how many brokers each partition is kept; default 1, which suits a single
 *     broker. Set 3 in production
 */
@Validated
@ConfigurationProperties(prefix = "outbox.topics", ignoreUnknownFields = false)
public record TopicsProperties(
    @DefaultValue("6") @Min(value = 1, message = "must be at least 1") int partitions,
    @DefaultValue("1") @Min(value = 1, message = "must be at least 1") short replication) {}
