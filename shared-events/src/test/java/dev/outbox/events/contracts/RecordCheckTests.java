package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCheckTests {

  private static final String TYPE = "dev.outbox.order.OrderConfirmed.v1";
  private static final String ID = "https://outbox.example/schemas/" + TYPE + ".json";

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
  }

  @Test
  void aRecordThatWritesAWrongTypeFails() {
    copy.record(TotalAsNumber.OrderConfirmed.class);
    assertThat(copy.findings(new RecordCheck()))
        .first()
        .asString()
        .startsWith(TYPE + ": OrderConfirmed writes what its schema does not allow, ")
        .containsPattern("/total: (integer|number) found, string expected")
        .contains("-Dcontracts.seed=");
  }

  @Test
  void aRecordThatCannotReadWhatItsSchemaAllowsFails() {
    copy.schema(TYPE, schema -> at(schema, "/properties/total").put("pattern", "^[a-z]+$"));
    assertThat(copy.findings(new RecordCheck()))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .startsWith(TYPE + ": OrderConfirmed does not read what its schema allows, "));
  }

  @Test
  void aFieldThatIsRenamedInTheRecordFails() {
    copy.record(Renamed.OrderConfirmed.class);
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            TYPE + ": the record has the field sum, the schema has not",
            TYPE + ": the schema has the field total, the record has not");
  }

  @Test
  void anEnumThatIsNarrowedInTheSchemaFails() {
    copy.schema(
        "dev.outbox.order.OrderCancelled.v1",
        schema -> at(schema, "/properties/reason").withArray("enum").remove(1));
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            "dev.outbox.order.OrderCancelled.v1: reason is one of [CUSTOMER, TIMEOUT] in the"
                + " record, one of [CUSTOMER] in the schema");
  }

  @Test
  void aFieldOfALineThatIsRemovedFromTheSchemaFails() {
    copy.schema(
        "dev.outbox.order.OrderPlaced.v1",
        schema -> at(schema, "/properties/lines/items/properties").remove("sku"));
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            "dev.outbox.order.OrderPlaced.v1: the record has the field lines[].sku, the schema has"
                + " not");
  }

  @Test
  void theNewestVersionNeedsARecord() {
    copy.next(ContractsCopy.PLACED, 2, schema -> {});
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            ContractsCopy.PLACED
                + ".v2: is the newest version, but no record is annotated with it");
  }

  private static final class TotalAsNumber {

    @EventType(value = TYPE, aggregate = "order", schema = ID)
    private record OrderConfirmed(
        UUID orderId,
        String customerId,
        String customerEmail,
        String currency,
        BigDecimal total,
        Instant confirmedAt)
        implements Event {

      @Override
      public String aggregateId() {
        return orderId.toString();
      }
    }
  }

  private static final class Renamed {

    @EventType(value = TYPE, aggregate = "order", schema = ID)
    private record OrderConfirmed(
        UUID orderId,
        String customerId,
        String customerEmail,
        String currency,
        String sum,
        Instant confirmedAt)
        implements Event {

      @Override
      public String aggregateId() {
        return orderId.toString();
      }
    }
  }
}
