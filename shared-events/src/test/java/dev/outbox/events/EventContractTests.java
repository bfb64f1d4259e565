package dev.outbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.events.contracts.EventRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What arrives is read where it keeps to the schema, and refused where it does not. */
class EventContractTests {

  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Class<? extends Event>> events() {
    return EventRecords.ofProject().stream();
  }

  @Test
  void everyEventOfTheSagaIsFound() {
    assertThat(events().map(Class::getSimpleName))
        .containsExactlyInAnyOrder(
            "OrderPlaced",
            "OrderConfirmed",
            "OrderRejected",
            "OrderCancelled",
            "StockReserved",
            "StockRejected",
            "StockReleased",
            "NotificationSent",
            "NotificationFailed",
            "SagaStalled");
  }

  @ParameterizedTest
  @MethodSource("events")
  void theExampleIsReadAndWrittenWithoutLoss(Class<? extends Event> event) {
    EventContract contract = EventContract.of(event);
    Event read = EventJson.read(event, contract.exampleBytes());
    assertThat(JSON.readTree(EventJson.write(read))).isEqualTo(contract.example());
    assertThat(read.aggregateId()).isEqualTo(contract.example().get("orderId").asString());
  }

  @ParameterizedTest
  @MethodSource("events")
  void aRequiredFieldThatIsMissingOrNullIsRefusedBySchemaAndRecordAlike(
      Class<? extends Event> event) {
    EventContract contract = EventContract.of(event);
    for (JsonNode required : contract.schema().get("required")) {
      String field = required.asString();
      ObjectNode without = ((ObjectNode) contract.example().deepCopy()).without(List.of(field));
      ObjectNode withNull = ((ObjectNode) contract.example().deepCopy()).putNull(field);
      for (JsonNode broken : List.of(without, withNull)) {
        assertThat(contract.violations(broken)).as(broken.toString()).isNotEmpty();
        assertThatThrownBy(() -> EventJson.read(event, utf8(broken.toString())))
            .as(broken.toString())
            .isInstanceOf(InvalidEventException.class)
            .hasMessageContaining(event.getSimpleName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void unknownFieldsAreIgnored(Class<? extends Event> event) {
    EventContract contract = EventContract.of(event);
    ObjectNode extended = ((ObjectNode) contract.example().deepCopy()).put("addedLater", 1);
    assertThat(contract.violations(extended)).isEmpty();
    assertThat(EventJson.read(event, utf8(extended.toString())))
        .isEqualTo(EventJson.read(event, contract.exampleBytes()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatIsNoJsonObjectIsRefused(Class<? extends Event> event) {
    for (String broken : List.of("", "null", "[]", "1", "{", "\"text\"")) {
      assertThatThrownBy(() -> EventJson.read(event, utf8(broken)))
          .as(broken)
          .isInstanceOf(InvalidEventException.class);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
