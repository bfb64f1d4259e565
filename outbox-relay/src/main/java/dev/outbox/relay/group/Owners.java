package dev.outbox.relay.group;

import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which relay the group has given a server to. Asks Kafka. Safe for use by several threads. */
public final class Owners {

  private static final Logger log = LoggerFactory.getLogger(Owners.class);

  private final KafkaClients clients;
  private final ProgressTopic topic;
  private final String group;

  /** Asks nothing yet. */
  public Owners(KafkaClients clients, ProgressTopic topic, String group) {
    this.clients = clients;
    this.topic = topic;
    this.group = group;
  }

  /** The owner in words: its client id and host; empty if there is none or it cannot be told. */
  public Optional<String> of(String server) throws InterruptedException {
    try {
      topic.provide();
      TopicPartition partition = topic.partitionOf(server);
      ConsumerGroupDescription found =
          clients.ask(admin -> admin.describeConsumerGroups(List.of(group)).all()).get(group);
      if (found == null) {
        return Optional.empty();
      }
      return found.members().stream()
          .filter(member -> member.assignment().topicPartitions().contains(partition))
          .findFirst()
          .map(Owners::name);
    } catch (KafkaException | TimeoutException e) {
      log.debug("The owner of {} cannot be told", server, e);
      return Optional.empty();
    }
  }

  private static String name(MemberDescription member) {
    return "%s at %s"
        .formatted(
            member.groupInstanceId().orElse(member.clientId()), member.host().replace("/", ""));
  }
}
