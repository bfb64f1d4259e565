package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.SampleEvents.EVENT;
import static dev.outbox.events.contracts.SampleEvents.V1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCheckTests {

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
    assertThat(copy.findings(new RecordCheck())).isEmpty();
  }

  @Test
  void aRecordThatWritesAWrongTypeFails() {
    copy.record(SampleEvents.PriceAsNumber.OrderPlaced.class);
    assertThat(copy.findings(new RecordCheck()))
        .first()
        .asString()
        .startsWith(V1 + ": OrderPlaced writes what its schema does not allow, ")
        .containsPattern("/lines/0/unitPrice: (integer|number) found, string expected")
        .contains("-Dcontracts.seed=");
  }

  @Test
  void aRecordThatCannotReadWhatItsSchemaAllowsFails() {
    copy.schema(
        schema ->
            at(schema, "/properties/lines/items/properties/unitPrice").put("pattern", "^[a-z]+$"));
    assertThat(copy.findings(new RecordCheck()))
        .anySatisfy(
            found ->
                assertThat(found)
                    .startsWith(V1 + ": OrderPlaced does not read what its schema allows, "));
  }

  @Test
  void aFieldThatIsRenamedInTheRecordFails() {
    copy.record(SampleEvents.Renamed.OrderPlaced.class);
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            V1 + ": the record has the field client, the schema has not",
            V1 + ": the schema has the field customerId, the record has not");
  }

  @Test
  void anEnumThatIsNarrowedInTheSchemaFails() {
    copy.schema(schema -> at(schema, "/properties/channel").withArray("enum").remove(1));
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(
            V1 + ": channel is one of [WEB, PHONE] in the record, one of [WEB] in the schema");
  }

  @Test
  void aFieldOfALineThatIsRemovedFromTheSchemaFails() {
    copy.schema(schema -> at(schema, "/properties/lines/items/properties").remove("sku"));
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(V1 + ": the record has the field lines[].sku, the schema has not");
  }

  @Test
  void theRecordOfANewerVersionIsNamedAfterIt() {
    copy.next(2, schema -> {}).record(SampleEvents.OrderPlacedV2.class);
    assertThat(copy.findings(new RecordCheck())).isEmpty();
  }

  @Test
  void theNewestVersionNeedsARecord() {
    copy.next(2, schema -> {});
    assertThat(copy.findings(new RecordCheck()))
        .containsExactly(EVENT + ".v2: is the newest version, but no record has its @EventType");
  }
}
