package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.ContractsCopy.optional;
import static dev.outbox.events.contracts.SampleEvents.EVENT;
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
    copy.next(2, schema -> at(schema, "/properties/lines/items/properties").remove("quantity"));
    assertThat(copy.findings(new ConsumerCheck()))
        .containsExactly(
            EVENT
                + ".v2: stock-service breaks: it reads lines[].quantity, which is not there."
                + " Change the event, or first stock-service and then"
                + " consumers/stock-service/dev.sample.order.OrderPlaced.json");
  }

  @Test
  void aReleasedVersionThatIsEditedBreaksWhoReadsItToo() {
    copy.schema(schema -> at(schema, "/properties").remove("lines"));
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .startsWith(EVENT + ".v1: stock-service breaks: it reads lines, which is not there.");
  }

  @Test
  void aFieldThatNobodyReadsMayGoAsFarAsConsumersAreConcerned() {
    copy.next(2, schema -> at(schema, "/properties").remove("placedAt"));
    assertThat(copy.findings(new ConsumerCheck())).isEmpty();
  }

  @Test
  void aFieldThatIsNoLongerRequiredBreaksWhoReadsIt() {
    copy.next(2, schema -> optional(schema, "lines"));
    assertThat(copy.findings(new CompatibilityCheck())).isEmpty();
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .contains("stock-service breaks: it reads lines, which may be missing.");
  }

  @Test
  void aValueThatAConsumerDoesNotKnowBreaksIt() {
    copy.next(2, schema -> at(schema, "/properties/channel").withArray("enum").add("SHOP"));
    assertThat(copy.findings(new CompatibilityCheck())).isEmpty();
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .startsWith(
            EVENT
                + ".v2: mail-service breaks: it reads channel, which may be"
                + " {\"type\":\"string\",\"enum\":[\"WEB\",\"PHONE\",\"SHOP\"]}, as"
                + " {\"type\":\"string\",\"enum\":[\"WEB\",\"PHONE\"]}.");
  }

  @Test
  void aFieldOfAnotherTypeBreaksEachConsumerThatReadsIt() {
    copy.next(2, schema -> at(schema, "/properties/orderId").put("type", "integer"));
    assertThat(copy.findings(new ConsumerCheck()))
        .hasSize(2)
        .allSatisfy(found -> assertThat(found).contains("breaks: it reads orderId, which may be"))
        .anySatisfy(found -> assertThat(found).contains("stock-service"))
        .anySatisfy(found -> assertThat(found).contains("mail-service"));
  }

  @Test
  void aTextThatMayBeLongerThanAConsumerStoresBreaksIt() {
    copy.next(2, schema -> at(schema, "/properties/customerId").put("maxLength", 320));
    assertThat(copy.findings(new ConsumerCheck()))
        .singleElement()
        .asString()
        .contains("mail-service breaks: it reads customerId");
  }

  @Test
  void aConsumerOfWhatIsNoEventIsFound() {
    ContractFiles.write(copy.files().need("stock-service", "dev.sample.stock.Counted"), "{}");
    assertThat(copy.findings(new ConsumerCheck()))
        .containsExactly(
            "dev.sample.stock.Counted.v1: stock-service reads it, but there is no such event");
  }
}
