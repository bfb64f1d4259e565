package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.CANCELLED;
import static dev.outbox.events.contracts.ContractsCopy.PLACED;
import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.ContractsCopy.optional;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerCheckTests {

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
    assertThat(copy.findings(new ConsumerCheck())).isEmpty();
  }

  @Test
  void aFieldThatIsReadAndIsGoneBreaksWhoReadsIt() {
    copy.next(PLACED, 2, s -> at(s, "/properties/lines/items/properties").remove("quantity"));
    assertThat(copy.findings(new ConsumerCheck()))
        .containsExactly(
            PLACED
                + ".v2: inventory-service breaks: it reads lines[].quantity, which is not there."
                + " Change the event, or first inventory-service and then"
                + " consumers/inventory-service/dev.outbox.order.OrderPlaced.json");
  }

  @Test
  void aFieldThatNobodyReadsMayGoAsFarAsConsumersAreConcerned() {
    copy.next(PLACED, 2, s -> at(s, "/properties").remove("customerEmail"));
    assertThat(copy.findings(new ConsumerCheck())).isEmpty();
  }

  @Test
  void aFieldThatIsNoLongerRequiredBreaksWhoReadsIt() {
    copy.next(PLACED, 2, s -> optional(s, "lines"));
    assertThat(copy.findings(new CompatibilityCheck())).isEmpty();
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .contains("inventory-service breaks: it reads lines, which may be missing.");
  }

  @Test
  void aValueThatAConsumerDoesNotKnowBreaksIt() {
    copy.next(CANCELLED, 2, s -> at(s, "/properties/reason").withArray("enum").add("FRAUD"));
    assertThat(copy.findings(new CompatibilityCheck())).isEmpty();
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .startsWith(
            CANCELLED
                + ".v2: notification-service breaks: it reads reason, which may be"
                + " {\"type\":\"string\",\"enum\":[\"CUSTOMER\",\"TIMEOUT\",\"FRAUD\"]}, as"
                + " {\"type\":\"string\",\"enum\":[\"CUSTOMER\",\"TIMEOUT\"]}.");
  }

  @Test
  void aFieldOfAnotherTypeBreaksEachConsumerThatReadsIt() {
    copy.next(CANCELLED, 2, s -> at(s, "/properties/orderId").put("type", "integer"));
    assertThat(copy.findings(new ConsumerCheck()))
        .hasSize(3)
        .allSatisfy(
            finding -> assertThat(finding).contains("breaks: it reads orderId, which may be"))
        .anySatisfy(finding -> assertThat(finding).contains("inventory-service breaks"));
  }

  @Test
  void aTextThatMayBeLongerThanAConsumerStoresBreaksIt() {
    copy.next(CANCELLED, 2, s -> at(s, "/properties/customerEmail").put("maxLength", 320));
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .contains("notification-service breaks: it reads customerEmail");
  }

  @Test
  void aConsumerOfWhatIsNoEventIsFound() {
    ContractFiles.write(
        copy.files().need("order-service", "dev.outbox.inventory.StockCounted"), "{}");
    assertThat(copy.findings(new ConsumerCheck()))
        .containsExactly(
            "dev.outbox.inventory.StockCounted.v1: order-service reads it, but there is no such"
                + " event");
  }
}
