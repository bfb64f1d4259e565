package dev.outbox.relay;

import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxSource;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.polling.PollingOutboxSource;
import dev.outbox.relay.publish.EventPublisher;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.publish.Topics;
import dev.outbox.relay.publish.TopicsProperties;
import dev.outbox.relay.worker.OutboxRelay;
import dev.outbox.relay.worker.RelayLifecycle;
import dev.outbox.relay.worker.ServerRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Puts the relay together from its configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RelayProperties.class, TopicsProperties.class})
class RelayConfiguration {

  /** Takes Spring Boot's Kafka settings, so that TLS and SASL are configured as everywhere. */
  @Bean
  KafkaClients kafkaClients(ProducerFactory<?, ?> producers, KafkaAdmin admin) {
    return new KafkaClients(
        producers.getConfigurationProperties(), admin.getConfigurationProperties());
  }

  @Bean
  Topics topics(KafkaClients clients, TopicsProperties properties) {
    return new Topics(clients, properties);
  }

  @Bean
  Outboxes outboxes(RelayProperties properties) {
    List<OutboxStatus> statuses = new ArrayList<>();
    properties
        .servers()
        .forEach(
            (server, settings) ->
                new TreeMap<>(settings.outboxes())
                    .forEach(
                        (name, outbox) ->
                            statuses.add(
                                new OutboxStatus(
                                    new Outbox(
                                        name,
                                        server,
                                        properties.mode().label(),
                                        new Table(outbox.database(), outbox.table()),
                                        outbox.source())))));
    return new Outboxes(statuses);
  }

  @Bean
  RelayLifecycle relayLifecycle(
      RelayProperties properties, Outboxes outboxes, KafkaClients clients, Topics topics) {
    List<ServerRelay> servers = new ArrayList<>();
    properties
        .servers()
        .forEach(
            (name, settings) ->
                servers.add(
                    server(
                        name,
                        settings,
                        properties,
                        outboxes,
                        new EventPublisher(name, clients, topics))));
    return new RelayLifecycle(servers);
  }

  private static ServerRelay server(
      String name,
      ServerProperties settings,
      RelayProperties properties,
      Outboxes outboxes,
      EventPublisher publisher) {
    DatabaseServer server =
        new DatabaseServer(name, settings.url(), settings.username(), settings.password());
    List<OutboxRelay> relays =
        outboxes.statuses().stream()
            .filter(status -> status.outbox().server().equals(name))
            .map(
                status ->
                    new OutboxRelay(
                        source(server, status.outbox(), properties),
                        status,
                        properties.polling().idleCeiling(),
                        properties.polling().errorCeiling()))
            .toList();
    return new ServerRelay(server, publisher, relays);
  }

  private static OutboxSource source(
      DatabaseServer server, Outbox outbox, RelayProperties properties) {
    return switch (properties.mode()) {
      case POLLING -> new PollingOutboxSource(server, outbox.table(), properties.polling());
    };
  }
}
