package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventContract;
import dev.outbox.events.contracts.Releases;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What journeys are declared to read is what they read. */
class JourneyContractTests {

  static List<String> released() {
    return JourneyTopology.EVENTS.stream().flatMap(topic -> Releases.on(topic).stream()).toList();
  }

  @Test
  void theEventsOfAllItsTopicsAreDeclared() {
    assertThat(Releases.readBy("notification-service-journeys"))
        .containsExactlyInAnyOrderElementsOf(released());
  }

  @ParameterizedTest
  @MethodSource("released")
  void theExampleOfEveryReleasedVersionIsAStep(String type) {
    JsonNode example = EventContract.of(type).example();
    Headers headers = new RecordHeaders();
    Map.of("ce_id", "1", "ce_type", type, "ce_source", "/test", "ce_time", "2026-11-23T09:30:00Z")
        .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
    String order = example.get("orderId").asString();
    Record<byte[], byte[]> record =
        new Record<>(order.getBytes(UTF_8), example.toString().getBytes(UTF_8), 0, headers);
    assertThat(StepReader.orderId(record)).isEqualTo(order);
    assertThat(StepReader.step(order, record).detail())
        .isEqualTo(example.path("kind").asString(example.path("reason").asString(null)));
  }
}
