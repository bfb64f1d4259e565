package dev.outbox.relay;

import dev.outbox.relay.database.DatabaseSettings;
import dev.outbox.relay.group.Membership;
import dev.outbox.relay.group.Owners;
import dev.outbox.relay.group.UnknownServers;
import dev.outbox.relay.operator.OperatorSettings;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaChecks;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.publish.Topics;
import dev.outbox.relay.publish.TopicsProperties;
import dev.outbox.relay.worker.RelayLifecycle;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import dev.outbox.relay.worker.WorkSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Puts the relay together from its configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RelayProperties.class, TopicsProperties.class})
class RelayConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Takes Spring Boot's Kafka settings, so that TLS and SASL are configured as everywhere. */
  @Bean
  KafkaClients kafkaClients(
      ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers, KafkaAdmin admin) {
    return new KafkaClients(
        producers.getConfigurationProperties(),
        consumers.getConfigurationProperties(),
        admin.getConfigurationProperties());
  }

  @Bean
  Topics topics(KafkaClients clients, TopicsProperties properties) {
    return new Topics(clients, properties);
  }

  @Bean
  ProgressTopic progressTopic(
      KafkaClients clients, RelayProperties properties, TopicsProperties topics) {
    return new ProgressTopic(
        clients, properties.group().topic(), properties.group().partitions(), topics.replication());
  }

  @Bean(destroyMethod = "")
  Membership membership(KafkaClients clients, ProgressTopic topic, RelayProperties properties) {
    return new Membership(clients, topic, properties.group(), properties.servers().keySet());
  }

  @Bean(destroyMethod = "")
  UnknownServers unknownServers(
      Membership membership, ProgressTopic topic, RelayProperties properties) {
    return new UnknownServers(
        membership, topic, properties.servers().keySet(), properties.group().formerServers());
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
                                        outbox.mode() == null ? properties.mode() : outbox.mode(),
                                        new Table(outbox.database(), outbox.table()),
                                        outbox.source())))));
    return new Outboxes(statuses);
  }

  @Bean
  ServerRelays serverRelays(
      RelayProperties properties,
      Outboxes outboxes,
      KafkaClients clients,
      Topics topics,
      ProgressTopic progress,
      Membership membership,
      Clock clock) {
    WorkSettings settings =
        new WorkSettings(
            properties.delivery(),
            properties.polling().batchSize(),
            properties.polling().batchBytes().toBytes(),
            properties.polling().idleCeiling(),
            properties.transaction().maxEvents(),
            properties.transaction().maxBytes().toBytes(),
            properties.errorCeiling(),
            properties.overlookedAfter(),
            properties.group().formerServers());
    ServerRelays relays =
        new ServerRelays(settings, clients, topics, progress, membership, outboxes, clock);
    properties
        .servers()
        .forEach(
            (name, server) ->
                relays.add(
                    new DatabaseSettings(
                        name,
                        server.url(),
                        server.username(),
                        server.password(),
                        server.waitTimeout()),
                    server.allowRelaxedDurability()));
    return relays;
  }

  @Bean
  Owners owners(KafkaClients clients, ProgressTopic topic, RelayProperties properties) {
    return new Owners(clients, topic, properties.group().id());
  }

  @Bean
  KafkaChecks kafkaChecks(
      KafkaClients clients, TopicsProperties topics, RelayProperties properties) {
    return new KafkaChecks(
        clients, topics, properties.group().topic(), properties.group().sessionTimeout());
  }

  @Bean
  OperatorSettings operatorSettings(RelayProperties properties) {
    return new OperatorSettings(
        properties.operator().password(),
        properties.operator().openReading(),
        properties.discardedEvents());
  }

  @Bean
  RelayLifecycle relayLifecycle(
      Membership membership, UnknownServers unknown, ServerRelays relays) {
    List<ServerRelay> servers = relays.all();
    return new RelayLifecycle(membership, unknown, servers);
  }
}
