package dev.outbox.events.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import dev.outbox.events.order.OrderCancelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCheckTests {

  private static final String TYPE = "dev.outbox.order.OrderCancelled.v1";

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
    assertThat(copy.findings(new ReleaseCheck())).isEmpty();
  }

  @Test
  void aReleasedSchemaThatIsEditedFailsAndTellsHowToAddAVersion() {
    copy.schema(TYPE, schema -> schema.put("description", "Something else."));
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            TYPE
                + ": schemas/dev.outbox.order.OrderCancelled.v1.json is released and was changed."
                + " What is released is frozen: undo the change, and put it into a new version,"
                + " schemas/dev.outbox.order.OrderCancelled.v2.json and"
                + " examples/dev.outbox.order.OrderCancelled.v2.json. docs/contracts.md says how");
  }

  @Test
  void aReleasedExampleIsFrozenToo() {
    ContractFiles.write(copy.files().example(VersionName.of(TYPE)), "{}");
    assertThat(copy.findings(new ReleaseCheck()))
        .singleElement()
        .asString()
        .contains("examples/" + TYPE + ".json is released and was changed");
  }

  @Test
  void aReleasedVersionStays() throws IOException {
    Files.delete(copy.files().schema(VersionName.of(TYPE)));
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            TYPE + ": is released, but its schema is gone. Released versions stay: restore it.");
  }

  @Test
  void aNewVersionIsToBeRecorded() {
    copy.next(ContractsCopy.CANCELLED, 2, schema -> {});
    assertThat(copy.findings(new ReleaseCheck()))
        .singleElement()
        .asString()
        .startsWith("dev.outbox.order.OrderCancelled.v2: is not recorded as released")
        .contains("./saga contracts --release");
    Contracts contracts = copy.record(CancelledV2.class).read();
    copy.files().writeReleases(contracts.with(ReleaseCheck.toRecord(contracts)).releases());
    assertThat(copy.findings(new ReleaseCheck())).isEmpty();
    assertThat(copy.read().releases().get(new VersionName(ContractsCopy.CANCELLED, 2)))
        .satisfies(release -> assertThat(release.topic()).isEqualTo("order-events"))
        .satisfies(release -> assertThat(release.key()).isEqualTo("orderId"));
  }

  @Test
  void anotherKeyFails() {
    copy.record(KeyedByCustomer.class);
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            TYPE
                + ": its key is customerId, but it is released with the key orderId. Another key is"
                + " another order of events: undo that, or make it another event");
  }

  @Test
  void anotherTopicFails() {
    copy.record(OfOtherAggregate.class);
    assertThat(copy.findings(new ReleaseCheck()))
        .containsExactly(
            TYPE
                + ": goes to cancellation-events, but is released for order-events: undo that, or"
                + " make it another event");
  }

  @EventType(value = "dev.outbox.order.OrderCancelled.v2", aggregate = "order")
  private record CancelledV2(
      UUID orderId, String customerId, OrderCancelled.Reason reason, Instant cancelledAt)
      implements Event {

    @Override
    public String aggregateId() {
      return orderId.toString();
    }
  }

  @EventType(value = TYPE, aggregate = "order")
  private record KeyedByCustomer(UUID orderId, String customerId) implements Event {

    @Override
    public String aggregateId() {
      return customerId;
    }
  }

  @EventType(value = TYPE, aggregate = "cancellation")
  private record OfOtherAggregate(UUID orderId) implements Event {

    @Override
    public String aggregateId() {
      return orderId.toString();
    }
  }
}
