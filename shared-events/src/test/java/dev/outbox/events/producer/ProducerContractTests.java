package dev.outbox.events.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventContract;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to break a contract, and what a developer is told. */
class ProducerContractTests {

  private static final String PLACED = "dev.outbox.order.OrderPlaced.v1";
  private static final String RESERVED = "dev.outbox.inventory.StockReserved.v1";
  private static final String ORDER = "0199f0c2-7a10-7c3e-9a51-3d1f6e2b4c80";
  private static final String ID = "0199f0c2-7a10-7c3e-9a51-000000000001";
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final ProducerContract orderService = new ProducerContract("order-service");

  @Test
  void anEventAsItShouldBeHasNoFaults() {
    assertThat(orderService.faults(placed().event())).isEmpty();
    assertThat(
            orderService.faults(
                placed().with("traceparent", TRACEPARENT).with("tracestate", "vendor=1").event()))
        .isEmpty();
  }

  @Test
  void theTypeOfAnotherServiceIsToldWithWhoMayWriteIt() {
    assertThat(orderService.faults(Row.of(RESERVED, "inventory").event()))
        .singleElement()
        .asString()
        .startsWith(
            "order-service must not write this type, which producers.json gives to [inventory-service]")
        .contains("order-service may write [" + PLACED);
  }

  @Test
  void anUnknownTypeIsToldWithWhatToAdd() {
    assertThat(orderService.faults(placed().with("type", "dev.outbox.order.OrderLost.v1").event()))
        .containsExactly(
            "its type is unknown: add schemas/dev.outbox.order.OrderLost.v1.json to shared-events, and name the type in producers.json");
  }

  @Test
  void aVersionThatIsNotThereIsUnknownToo() {
    assertThat(
            orderService.faults(placed().with("type", "dev.outbox.order.OrderPlaced.v99").event()))
        .singleElement()
        .asString()
        .contains("its type is unknown");
  }

  @Test
  void aChangedKeyIsToldWithTheFieldThatItMustBe() {
    assertThat(orderService.faults(placed().with("aggregateid", "c-1").event()))
        .containsExactly(
            "its key is 'c-1', but it is released with the key orderId, which is '"
                + ORDER
                + "' here: aggregateId() of the record must return that");
  }

  @Test
  void anotherAggregateIsToldWithTheTopicItWouldGoTo() {
    assertThat(orderService.faults(placed().with("aggregatetype", "orders").event()))
        .singleElement()
        .asString()
        .startsWith(
            "its aggregatetype 'orders' sends it to orders-events, but it is released for order-events");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          "total":"2.00"  | "total":2        | /total: integer found, string expected
          "total":"2.00"  | "sum":"2.00"     | required property 'total' not found
          "currency":"EUR"| "currency":"Euro"| /currency: does not match the regex pattern ^[A-Z]{3}$
          "quantity":2    | "quantity":0     | /lines/0/quantity: must have a minimum value of 1
          ada@example.org | ada              | /customerEmail: does not match the email pattern
          """,
      delimiter = '|')
  void aPayloadThatItsSchemaDoesNotAllowIsToldAsTheValidatorSays(
      String from, String to, String fault) {
    assertThat(orderService.faults(placed().replaced(from, to).event()))
        .singleElement()
        .asString()
        .startsWith("its payload is not what its schema allows: ")
        .contains(fault);
  }

  @Test
  void aPayloadThatIsNoJsonIsTold() {
    assertThat(orderService.faults(placed().with("payload", "{").event()))
        .singleElement()
        .asString()
        .startsWith("its payload is no JSON: ");
  }

  @Test
  void aTooLargePayloadIsToldWithBothSizes() {
    String filler = "\"lines\":[\"" + "é".repeat(450 * 1024) + "\"],\"lines\"";
    assertThat(orderService.faults(placed().replaced("\"lines\"", filler).event()))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("more than the 921600 that outbox.max-payload-size allows"));
  }

  @Test
  void anOddEnvelopeIsToldPartByPart() {
    assertThat(orderService.faults(placed().with("id", "1").event()))
        .containsExactly("its id must be a UUIDv7, was '1': let Outbox.append make it");
    assertThat(orderService.faults(placed().with("id", UUID.randomUUID().toString()).event()))
        .hasSize(1);
    assertThat(orderService.faults(placed().with("traceparent", "00-1-2-01").event()))
        .containsExactly("its traceparent is not that of W3C: '00-1-2-01'");
    assertThat(orderService.faults(placed().with("tracestate", "vendor=1").event()))
        .containsExactly("it has a tracestate without a traceparent");
    assertThat(orderService.faults(placed().with("aggregateid", " ").event()))
        .contains("its key is blank: aggregateId() must name what keeps its order");
  }

  @Test
  void aMissingOrAnotherDataschemaIsToldWithTheRightOne() {
    String right = "https://outbox.example/schemas/" + PLACED + ".json";
    assertThat(orderService.faults(placed().with("dataschema", null).event()))
        .singleElement()
        .asString()
        .startsWith("its dataschema must be " + right + ", was null");
    assertThat(orderService.faults(placed().with("dataschema", right + "x").event())).hasSize(1);
  }

  @Test
  void aServiceThatIsNotDeclaredWritesNoDeclaredTypes() {
    ProducerContract other = new ProducerContract("invoicing");
    assertThat(other.faults(placed().event()))
        .singleElement()
        .asString()
        .startsWith("invoicing must not write this type");
    assertThat(other.faults(placed().with("type", "com.example.InvoicePaid.v1").event()))
        .as("of its own events nothing is known")
        .isEmpty();
    assertThat(
            other.faults(
                placed().with("type", "com.example.InvoicePaid.v1").with("id", "1").event()))
        .as("but the envelope is")
        .hasSize(1);
  }

  private static Row placed() {
    return Row.of(PLACED, "order");
  }

  /** A row to be written, right until something of it is changed. */
  private static final class Row {

    private final Map<String, String> columns = new HashMap<>();

    static Row of(String type, String aggregate) {
      EventContract contract = EventContract.of(type);
      return new Row()
          .with("id", ID)
          .with("aggregatetype", aggregate)
          .with("aggregateid", ORDER)
          .with("type", type)
          .with("payload", new String(contract.exampleBytes(), UTF_8))
          .with("dataschema", contract.schema().get("$id").asString());
    }

    Row with(String column, @Nullable String value) {
      columns.put(column, value);
      return this;
    }

    Row replaced(String from, String to) {
      assertThat(columns.get("payload")).contains(from);
      return with("payload", columns.get("payload").replace(from, to));
    }

    WrittenEvent event() {
      return new WrittenEvent(
          columns.get("id"),
          columns.get("aggregatetype"),
          columns.get("aggregateid"),
          columns.get("type"),
          columns.get("payload"),
          columns.get("dataschema"),
          columns.get("traceparent"),
          columns.get("tracestate"));
    }
  }
}
