package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.SampleEvents.EVENT;
import static dev.outbox.events.contracts.SampleEvents.V1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCheckTests {

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
    assertThat(copy.findings(new ReleaseCheck())).isEmpty();
  }

  @Test
  void aReleasedSchemaThatIsEditedFailsAndTellsHowToAddAVersion() {
    copy.schema(schema -> schema.put("description", "Something else."));
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            V1
                + ": schemas/dev.sample.order.OrderPlaced.v1.json is released and was changed."
                + " What is released is frozen: undo the change, and put it into a new version,"
                + " schemas/dev.sample.order.OrderPlaced.v2.json and"
                + " examples/dev.sample.order.OrderPlaced.v2.json. docs/contracts.md says how");
  }

  @Test
  void aReleasedExampleIsFrozenToo() {
    ContractFiles.write(copy.files().example(VersionName.of(V1)), "{}");
    assertThat(copy.findings(new ReleaseCheck()))
        .singleElement()
        .asString()
        .contains("examples/" + V1 + ".json is released and was changed");
  }

  @Test
  void aReleasedVersionStays() throws IOException {
    Files.delete(copy.files().schema(VersionName.of(V1)));
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            V1 + ": is released, but its schema is gone. Released versions stay: restore it");
  }

  @Test
  void aNewVersionIsToBeRecorded() {
    copy.next(2, schema -> {}).record(SampleEvents.OrderPlacedV2.class);
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            EVENT
                + ".v2: is not recorded as released. If its schema and its example are final:"
                + " ./saga contracts --release");
    Contracts contracts = copy.read();
    copy.files().writeReleases(contracts.with(ReleaseCheck.toRecord(contracts)).releases());
    assertThat(copy.findings(new ReleaseCheck())).isEmpty();
    assertThat(copy.read().releases().get(new VersionName(EVENT, 2)))
        .satisfies(release -> assertThat(release.topic()).isEqualTo("order-events"))
        .satisfies(release -> assertThat(release.key()).isEqualTo("orderId"));
  }

  @Test
  void whatIsRecordedIsNotRecordedAnew() {
    copy.schema(schema -> schema.put("description", "Something else."));
    assertThat(ReleaseCheck.toRecord(copy.read())).isEmpty();
  }

  @Test
  void anotherKeyFails() {
    copy.record(SampleEvents.KeyedByCustomer.OrderPlaced.class);
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            V1
                + ": its key is customerId, but it is released with the key orderId. Another key is"
                + " another order of events: undo that, or make it another event");
  }

  @Test
  void anotherTopicFails() {
    copy.record(SampleEvents.OfOtherAggregate.OrderPlaced.class);
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            V1
                + ": goes to shop-events, but is released for order-events: undo that, or make it"
                + " another event");
  }
}
