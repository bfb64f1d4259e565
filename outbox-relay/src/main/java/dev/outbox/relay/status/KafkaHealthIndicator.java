package dev.outbox.relay.status;

import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** UP if a broker answers; shows that Kafka is away also while there is nothing to publish. */
@Component("kafkaHealthIndicator")
class KafkaHealthIndicator extends AbstractHealthIndicator {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KafkaClients clients;

  KafkaHealthIndicator(KafkaClients clients) {
    super("Kafka could not be asked");
    this.clients = clients;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
    String problem = clients.unreachable(PATIENCE);
    if (problem == null) {
      builder.up().withDetail("address", clients.address());
    } else {
      builder.down().withDetail("error", problem);
    }
  }
}
