package dev.outbox.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTests {

  @Test
  void whatTheOrderDependsOnCannotBeConfiguredAway() {
    KafkaClients clients =
        clients(
            Map.of(
                "acks", "1",
                "enable.idempotence", "false",
                "max.in.flight.requests.per.connection", "5",
                "delivery.timeout.ms", "1000",
                "retries", "0"));
    assertThat(clients.producerSettings("c"))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.in.flight.requests.per.connection", 1)
        .containsEntry("delivery.timeout.ms", 12_000)
        .containsEntry("retries", Integer.MAX_VALUE);
  }

  @Test
  void theRestIsTheUsers() {
    KafkaClients clients =
        clients(
            Map.of(
                "bootstrap.servers", List.of("a:1", "b:2"),
                "security.protocol", "SASL_SSL",
                "max.request.size", "5000000",
                "compression.type", "lz4"));
    assertThat(clients.producerSettings("c")).containsEntry("security.protocol", "SASL_SSL");
    assertThat(clients.address()).isEqualTo("a:1,b:2");
    assertThat(clients.maxRequestBytes()).isEqualTo(5_000_000);
    assertThat(clients.compresses()).isTrue();
  }

  private static KafkaClients clients(Map<String, Object> settings) {
    return new KafkaClients(settings, Map.of(), Map.of());
  }
}
