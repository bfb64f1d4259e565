package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a relay makes of the servers that it is told of, and of those that it is not. */
@ExtendWith(StackExtension.class)
class SeveralServersIntegrationTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  SeveralServersIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void oneServerUnderTwoNamesIsPublishedUnderOneOfThem() {
    TestOutbox first = TestOutbox.create(mysql);
    TestOutbox second = TestOutbox.create(mysql);
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            Map.of("one", List.of(first), "two", List.of(second)),
            with(RunningRelay.groupOfItsOwn(), second("two")))) {
      first.append("k", "1");
      second.append("k", "1");
      await().atMost(LONG).until(() -> first.rows() + second.rows() == 1);
      TestOutbox refused = first.rows() == 1 ? first : second;
      relay.awaitState(refused, "REFUSED");
      assertThat(relay.outbox(refused).get("error").asString())
          .contains("'one'", "'two'", "are the same MySQL server");
      assertThat(relay.outbox(refused).get("published").asLong()).isZero();
      assertThat(refused.rows()).isEqualTo(1);
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
    }
  }

  /** As relays did that did not compare identities, and would not look at a table any more. */
  @Test
  void oneServerOfWhichTwoNamesFollowTheLogIsFollowedByOne() throws Exception {
    TestOutbox first = TestOutbox.create(mysql);
    TestOutbox second = TestOutbox.create(mysql);
    String[] group = RunningRelay.groupOfItsOwn();
    for (String name : List.of("one", "two")) {
      publishProgress(topic(group), 12, name, following(name.equals("one") ? first : second));
    }
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            Map.of("one", List.of(first), "two", List.of(second)),
            with(group, second("two")))) {
      first.append("k", "1");
      second.append("k", "1");
      await().atMost(LONG).until(() -> first.rows() + second.rows() == 1);
      TestOutbox refused = first.rows() == 1 ? first : second;
      relay.awaitState(refused, "REFUSED");
      assertThat(new TopicReader(kafka, refused.topic()).ids()).isEmpty();
      assertThat(states(relay)).containsExactlyInAnyOrder("RUNNING", "REFUSED");
    }
  }

  @Test
  void oneServerUnderTwoNamesIsFoundAcrossRelays() {
    TestOutbox first = TestOutbox.create(mysql);
    TestOutbox second = TestOutbox.create(mysql);
    String[] group = with(RunningRelay.groupOfItsOwn(), second("two"));
    Map<String, List<TestOutbox>> servers = Map.of("one", List.of(first), "two", List.of(second));
    String id = "--outbox.relay.group.instance-id=";
    try (RunningRelay relay = RunningRelay.start("polling", servers, with(group, id + "a"));
        RunningRelay other = RunningRelay.start("polling", servers, with(group, id + "b"))) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(Stream.of(relay, other).flatMap(each -> states(each).stream()))
                      .containsExactlyInAnyOrder("RUNNING", "REFUSED", "STANDBY", "STANDBY"));
    }
  }

  @Test
  void aServerWithANewNameIsRefusedUntilTheFormerOneIsGivenUp() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String[] group = RunningRelay.groupOfItsOwn();
    try (RunningRelay relay =
        RunningRelay.start("binlog", Map.of("former", List.of(outbox)), group)) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
    }
    outbox.append("k", "2");
    try (RunningRelay relay =
        RunningRelay.start("binlog", Map.of("renamed", List.of(outbox)), group)) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("outbox.relay.group.former-servers=former");
      assertThat(outbox.rows()).isEqualTo(1);
    }
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            Map.of("renamed", List.of(outbox)),
            with(group, "--outbox.relay.group.former-servers=former"))) {
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    assertThat(new TopicReader(kafka, outbox.topic()).ids()).hasSize(2);
  }

  @Test
  void oneTableInTwoSpellingsIsRefusedWhereTheServerIgnoresCase() {
    try (MysqlServer ignoring = MysqlServer.launch("--lower-case-table-names=1")) {
      TestOutbox outbox = TestOutbox.create(ignoring);
      outbox.append("k", "1");
      String again = "--outbox.relay.servers.main.outboxes.again.";
      try (RunningRelay relay =
          RunningRelay.start(
              "polling",
              List.of(outbox),
              with(
                  RunningRelay.groupOfItsOwn(),
                  again + "database=" + outbox.name().toUpperCase(Locale.ROOT),
                  again + "source=/again"))) {
        await().atMost(LONG).untilAsserted(() -> assertThat(states(relay)).containsOnly("REFUSED"));
        assertThat(relay.outbox(outbox).get("error").asString())
            .contains("'again'", "are the same table", "lower_case_table_names");
        assertThat(outbox.rows()).isEqualTo(1);
      }
    }
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }

  private static String topic(String[] group) {
    return group[1].replaceFirst(".*=", "");
  }

  /** Another address of the same server, so that the configuration alone does not show it. */
  private String second(String name) {
    return "--outbox.relay.servers.%s.url=jdbc:mysql://localhost:%d".formatted(name, mysql.port());
  }

  private String text(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String following(TestOutbox outbox) throws SQLException {
    return """
        {"sequence": 1, "serverUuid": "%s", "position": "%s", "partitions": {},
         "outboxes": {"%s": {"paused": false, "following": true}}}
        """
        .formatted(
            text("SELECT @@server_uuid"),
            text("SELECT @@GLOBAL.gtid_executed").replace("\n", ""),
            outbox.name());
  }

  /** On the partition of a server that the relay knows, and on one that has no such server. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  void aServerThatNobodyKnowsIsSaidByWhoeverIsGivenIt(int partitions) throws Exception {
    String[] group = RunningRelay.groupOfItsOwn();
    publishProgress(topic(group), partitions, "elsewhere", "{}");
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), group)) {
      await().until(() -> group(relay).get("status").asString().equals("DOWN") && known(relay));
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(group(relay).get("details").get("todo").asString()).contains("former-servers");
      relay.awaitState(outbox, "RUNNING");
    }
    String[] former =
        Stream.concat(Stream.of(group), Stream.of("--outbox.relay.group.former-servers=elsewhere"))
            .toArray(String[]::new);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), former)) {
      relay.awaitState(outbox, "RUNNING");
      assertThat(group(relay).get("status").asString()).isEqualTo("UP");
    }
  }

  private static boolean known(RunningRelay relay) {
    JsonNode unknown = group(relay).get("details").get("unknownServers");
    return unknown != null && unknown.toString().equals("[\"elsewhere\"]");
  }

  private static JsonNode group(RunningRelay relay) {
    return relay.json("/actuator/health").get("components").get("group");
  }

  private static List<String> states(RunningRelay relay) {
    List<String> states = new ArrayList<>();
    relay.json("/api/outboxes").forEach(view -> states.add(view.get("state").asString()));
    return states;
  }

  /** As another relay has, that knows the server. */
  private void publishProgress(String name, int partitions, String server, String progress)
      throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaClients clients = new KafkaClients(settings, settings, settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      ProgressTopic topic = new ProgressTopic(clients, name, partitions, (short) 1);
      topic.provide();
      int partition = topic.partitionOf(server).partition();
      producer
          .send(
              new ProducerRecord<>(
                  name, partition, server.getBytes(UTF_8), progress.getBytes(UTF_8)))
          .get();
    }
  }
}
