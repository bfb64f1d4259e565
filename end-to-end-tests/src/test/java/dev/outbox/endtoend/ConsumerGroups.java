package dev.outbox.endtoend;

import dev.outbox.localstack.KafkaBroker;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** How consumers share partitions. */
final class ConsumerGroups {

  private ConsumerGroups() {}

  /** How many members of each group have partitions. */
  static Map<String, Long> atWork(KafkaBroker kafka, Collection<String> groups)
      throws InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      return admin.describeConsumerGroups(groups).all().get().values().stream()
          .collect(
              Collectors.toMap(
                  group -> group.groupId(),
                  group ->
                      group.members().stream()
                          .filter(member -> !member.assignment().topicPartitions().isEmpty())
                          .count()));
    }
  }
}
