package dev.outbox.relay.group;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How relays share the servers. All relays of a group need the same configuration of servers.
 *
 * @param id the Kafka consumer group; default {@code outbox-relay}. To be changed if several
 *     installations use one Kafka
 * @param instanceId a name of this relay that stays the same over its restarts and that no other
 *     relay of the group has; a relay that is started again then goes on at once, instead of after
 *     the session timeout. Default none
 * @param sessionTimeout after how long without a word a relay counts as gone, and another one takes
 *     its servers; default 10 s. Kafka's brokers allow 6 s to 30 minutes unless told otherwise.
 *     Shorter means that pauses of the JVM or the network move servers
 * @param topic the compacted topic that keeps the progress; default {@code outbox-relay-progress}.
 *     To be changed together with the group
 * @param partitions how many partitions that topic is made with, and so how many relays can share
 *     the work; default 12. Has no effect once the topic is there
 * @param formerServers servers that were removed from the configuration for good; default none.
 *     Health is {@code DOWN} while the topic has progress of a server that is neither configured
 *     nor named here, since nobody works for it
 */
public record GroupProperties(
    @DefaultValue("outbox-relay") @NotBlank String id,
    @Nullable String instanceId,
    @DefaultValue("10s") @DurationMin(seconds = 1) Duration sessionTimeout,
    @DefaultValue("outbox-relay-progress") @NotBlank String topic,
    @DefaultValue("12") @Min(value = 1, message = "must be at least 1") @Max(1000) int partitions,
    @DefaultValue List<String> formerServers) {

  /** Keeps a list of its own. */
  public GroupProperties {
    formerServers = List.copyOf(formerServers);
  }
}
