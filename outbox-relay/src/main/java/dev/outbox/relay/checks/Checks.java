package dev.outbox.relay.checks;

import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.publish.KafkaChecks;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** All that can be found out about one outbox. Asks MySQL and Kafka. Safe for several threads. */
@Component
class Checks {

  private static final Logger log = LoggerFactory.getLogger(Checks.class);

  private final ServerRelays servers;
  private final KafkaChecks kafka;

  Checks(ServerRelays servers, KafkaChecks kafka) {
    this.servers = servers;
    this.kafka = kafka;
  }

  List<Finding> of(OutboxStatus status) throws InterruptedException {
    List<Finding> findings =
        new ArrayList<>(servers.get(status.outbox().server()).findings(status.outbox()));
    findings.addAll(kafka.findings(topics(status)));
    return findings;
  }

  /** Those that events went to, and those that events wait for. */
  private Set<String> topics(OutboxStatus status) {
    Set<String> topics = new TreeSet<>(status.topics());
    ServerRelay server = servers.get(status.outbox().server());
    try {
      server.aggregateTypes(status.outbox().name()).forEach(type -> topics.add(type + "-events"));
    } catch (SourceException e) {
      // A finding says so.
      log.debug("The waiting events of {} are not known now", status.outbox().name(), e);
    }
    return topics;
  }
}
