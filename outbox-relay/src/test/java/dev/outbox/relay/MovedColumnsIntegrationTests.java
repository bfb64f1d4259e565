package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that are altered while the relay is down and rows are in the log. */
@ExtendWith(StackExtension.class)
class MovedColumnsIntegrationTests {

  private static final String ASCII = "VARCHAR(255) CHARACTER SET ascii NOT NULL";
  private static final String SWAP = "MODIFY type " + ASCII + " AFTER aggregatetype";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private TestOutbox outbox;

  MovedColumnsIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @BeforeEach
  void create() {
    outbox = TestOutbox.create(mysql);
  }

  @AfterEach
  void usualRowMetadata() {
    mysql.execute("SET GLOBAL binlog_row_metadata = MINIMAL");
  }

  @Test
  void valuesOfColumnsThatWereMovedStayTheirs() {
    alter("MODIFY aggregateid " + ASCII);
    isPublishedThoughAltered("key", "1", SWAP);
  }

  @Test
  void columnsThatAreLoggedWithNamesAreKnownByThem() {
    mysql.execute("SET GLOBAL binlog_row_metadata = FULL");
    alter("MODIFY aggregateid " + ASCII);
    isPublishedThoughAltered("key", "1", SWAP);
  }

  @Test
  void aColumnThatTookTheShapeOfAnotherIsNotTakenForIt() {
    alter("ADD note VARCHAR(100) CHARACTER SET ascii NOT NULL DEFAULT 'n' AFTER type");
    isPublishedThoughAltered(
        "key",
        "1",
        "MODIFY note %s DEFAULT 'n' AFTER aggregateid, MODIFY type %s AFTER note"
            .formatted(ASCII, ASCII.replace("255", "100")));
  }

  @Test
  void aKeyIsReadInTheCharacterSetThatItWasLoggedIn() {
    alter("MODIFY aggregateid VARCHAR(255) CHARACTER SET latin1 NOT NULL");
    isPublishedThoughAltered("schlüssel", "1", "MODIFY aggregateid VARCHAR(255) NOT NULL");
  }

  @Test
  void aPayloadIsReadInTheCharacterSetThatItWasLoggedIn() {
    alter("MODIFY payload MEDIUMTEXT CHARACTER SET latin1 NOT NULL");
    isPublishedThoughAltered(
        "key", "\"ü\"", "MODIFY payload MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL");
  }

  private void isPublishedThoughAltered(String key, String payload, String change) {
    String[] group = RunningRelay.groupOfItsOwn();
    try (RunningRelay relay = start(group)) {
      outbox.append("first", "0");
      relay.awaitDrained(outbox);
    }
    outbox.append(key, payload);
    alter(change);
    outbox.append("last", "2");
    try (RunningRelay relay = start(group)) {
      relay.awaitDrained(outbox);
    }
    TopicReader topic = new TopicReader(kafka, outbox.topic());
    assertThat(topic.byKey())
        .isEqualTo(Map.of("first", List.of("0"), key, List.of(payload), "last", List.of("2")));
    assertThat(topic.all())
        .allSatisfy(
            record ->
                assertThat(TopicReader.header(record, "ce_type"))
                    .isEqualTo("dev.outbox.test.ThingHappened.v1"));
  }

  private RunningRelay start(String... group) {
    return RunningRelay.start("binlog", List.of(outbox), group);
  }

  private void alter(String change) {
    outbox.execute("ALTER TABLE outbox_event " + change);
  }
}
