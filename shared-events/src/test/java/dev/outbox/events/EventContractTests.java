package dev.outbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds record, JSON Schema and example of every event together. */
class EventContractTests {

  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Class<? extends Event>> events() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.outbox.events")
            .stream()
            .filter(type -> type.isAssignableTo(Event.class) && !type.isInterface())
            .map(JavaClass::reflect)
            .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
            .sorted((a, b) -> a.getName().compareTo(b.getName()));
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
  void theExampleSatisfiesTheSchema(Class<? extends Event> event) {
    EventContract contract = EventContract.of(event);
    assertThat(contract.violations(contract.example())).isEmpty();
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
  void theNameIsThatOfTheSchemaAndOfTheRecord(Class<? extends Event> event) {
    EventType type = EventTypes.of(event);
    JsonNode schema = EventContract.of(event).schema();
    assertThat(schema.get("$id").asString()).isEqualTo(type.schema());
    assertThat(schema.get("title").asString()).isEqualTo(event.getSimpleName());
    assertThat(type.value()).endsWith("." + type.aggregate() + "." + event.getSimpleName() + ".v1");
  }

  @ParameterizedTest
  @MethodSource("events")
  void theSchemaDescribesExactlyTheFieldsOfTheRecord(Class<? extends Event> event) {
    assertFields(event, EventContract.of(event).schema());
  }

  private static void assertFields(Class<?> type, JsonNode schema) {
    List<String> fields =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    assertThat(schema.get("properties").propertyNames())
        .as("fields of %s", type)
        .containsExactlyInAnyOrderElementsOf(fields);
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode field = schema.get("properties").get(component.getName());
      assertThat(field.path("description").asString("")).as(component.getName()).isNotBlank();
      if (List.class == component.getType() && field.get("items").has("properties")) {
        var list = (java.lang.reflect.ParameterizedType) component.getGenericType();
        assertFields((Class<?>) list.getActualTypeArguments()[0], field.get("items"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void aMissingOrNullFieldIsRefusedBySchemaAndRecordAlike(Class<? extends Event> event) {
    EventContract contract = EventContract.of(event);
    for (String field : new ArrayList<>(contract.example().propertyNames())) {
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
