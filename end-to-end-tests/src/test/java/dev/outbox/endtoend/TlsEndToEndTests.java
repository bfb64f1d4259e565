package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Certificates;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The saga with the files of deploy/tls and the rights of deploy/kafka: TLS to MySQL, TLS and SASL
 * to Kafka, and nothing else. Two applications log in by PLAIN, two by SCRAM.
 */
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "servers as processes are given files and settings")
class TlsEndToEndTests {

  private static final String OPERATOR = "operator-" + UUID.randomUUID();

  @TempDir static Path directory;
  private static Certificates certificates;
  private static SecuredKafka secured;
  private static SagaSystem system;

  @BeforeAll
  static void start() throws Exception {
    certificates = new Certificates(directory);
    secured = new SecuredKafka(certificates);
    KafkaBroker kafka = secured.launch();
    system =
        SagaSystem.start(
            MysqlServer.launch(certificates.mysqld()), kafka, TlsEndToEndTests::environment);
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @Test
  void theSagaRunsOverBoth() {
    String sku = "sku-" + UUID.randomUUID();
    system.stock(sku, 10);
    String order = system.place(sku, 3);
    system.awaitStatus(order, "CONFIRMED");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(system.notifications(order).path(0).path("status").asString(""))
                  .isEqualTo("SENT");
              assertThat(system.journey(order).path("state").asString("")).isEqualTo("CONFIRMED");
            });
  }

  @Test
  void eachConnectionOfMysqlIsEncrypted() {
    assertThat(
            system.number(
                """
                SELECT COUNT(*) FROM performance_schema.threads
                WHERE processlist_user IN ('orders', 'inventory', 'notifications', 'relay')
                  AND connection_type <> 'SSL/TLS'
                """))
        .isZero();
    assertThat(
            system.number(
                """
                SELECT COUNT(*) FROM performance_schema.threads
                WHERE processlist_user = 'relay' AND processlist_command LIKE 'Binlog Dump%'
                """))
        .as("the log is read")
        .isEqualTo(1);
  }

  @Test
  void kafkaLetsNobodyInWithoutTlsOrWithAWrongPassword() {
    assertRefused(Map.of());
    assertRefused(secured.client("outbox-relay", "wrong"));
  }

  @Test
  void anApplicationMayDoNoMoreThanItNeeds() {
    Map<String, Object> settings = reaching(secured.client("order-service"));
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, text, text)) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("order-events", "x")).get())
          .as("events get there by its outbox")
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
    try (Admin admin = Admin.create(settings)) {
      assertThatThrownBy(() -> admin.deleteTopics(List.of("inventory-events")).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThatThrownBy(
              () -> admin.describeTopics(List.of("notification-events")).allTopicNames().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void aServiceWhoseRightIsTakenSaysSoAndGoesOnWhenItIsBack() throws Exception {
    String sku = "sku-" + UUID.randomUUID();
    system.stock(sku, 10);
    Acls right =
        Acls.ofTheScript().only("inventory-service", AclOperation.READ, "inventory-service");
    withoutRight(
        right,
        () ->
            awaitText(
                system.inventory.url() + "/actuator/health",
                "Kafka does not let",
                "the group inventory-service"));
    String order = system.place(sku, 3);
    system.awaitStatus(order, "CONFIRMED");
    system.awaitHealthy();
  }

  @Test
  void aRelayWhoseRightIsTakenSaysWhichAndGoesOnWhenItIsBack() throws Exception {
    String sku = "sku-" + UUID.randomUUID();
    system.stock(sku, 10);
    Acls right = Acls.ofTheScript().only("outbox-relay", AclOperation.WRITE, "order-events");
    List<String> orders = new ArrayList<>();
    withoutRight(
        right,
        () -> {
          orders.add(system.place(sku, 3));
          awaitText(
              system.relay.url() + "/api/outboxes",
              "BLOCKED",
              "order-events",
              "Describe, Create and Write the topic");
        });
    system.awaitStatus(orders.get(0), "CONFIRMED");
    system.awaitHealthy();
  }

  @Test
  void aServiceDoesNotTalkToADatabaseThatNobodyItTrustsVouchesFor(@TempDir Path elsewhere)
      throws IOException {
    Certificates others = new Certificates(elsewhere);
    try (Application wary =
        system.orders.second(
            Map.of(
                "TRUST_STORE",
                others.trustStore().toUri().toString(),
                "TRUST_STORE_PASSWORD",
                others.password()))) {
      Files.deleteIfExists(wary.log());
      wary.start();
      await().atMost(LONG).until(() -> wary.exitStatus().isPresent());
      assertThat(wary.exitStatus()).hasValue(1);
      assertThat(Files.readString(wary.log()))
          .contains("APPLICATION FAILED TO START", "could not be talked to by TLS")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void noPasswordIsInALogOrAtAnEndpoint() throws IOException {
    List<String> secrets = new ArrayList<>(secured.passwords());
    secrets.addAll(List.of(OPERATOR, certificates.password(), "relay-demo"));
    secrets.addAll(List.of("orders-demo", "inventory-demo", "notifications-demo"));
    List<String> told = new ArrayList<>();
    for (Application application : system.applications()) {
      told.add(Files.readString(application.log()));
      for (String path :
          List.of("/actuator", "/actuator/health", "/actuator/info", "/actuator/prometheus")) {
        told.add(Http.text(application.url() + path));
      }
      for (String path : List.of("/actuator/env", "/actuator/configprops", "/actuator/loggers")) {
        assertThat(Http.get(application.url() + path).status()).as(path).isIn(401, 404);
      }
    }
    for (String path : List.of("/api/outboxes", "/api/parked", "/api/outboxes/orders/checks")) {
      told.add(Http.text(system.relay.url() + path));
    }
    assertThat(told).allSatisfy(text -> assertThat(text).isNotEmpty().doesNotContain(secrets));
  }

  private static void withoutRight(Acls right, Runnable action) throws Exception {
    try (Admin admin = Admin.create(reaching(secured.client()))) {
      right.take(admin);
      try {
        action.run();
      } finally {
        right.give(admin);
      }
    }
  }

  private static void awaitText(String url, String... parts) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(Http.get(url).body()).asString().contains(parts));
  }

  private static Map<String, Object> reaching(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", system.kafka.bootstrapServers());
    return settings;
  }

  private static void assertRefused(Map<String, Object> client) {
    Map<String, Object> settings = reaching(client);
    settings.put("request.timeout.ms", 2_000);
    settings.put("default.api.timeout.ms", 4_000);
    try (Admin admin = Admin.create(settings)) {
      assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  private static Map<String, String> environment(String application) {
    String mysql = application.equals("outbox-relay") ? "outbox-relay.yml" : "mysql.yml";
    Stream<Path> files = Stream.of(Path.of("tls", "kafka.yml"), Path.of("tls", mysql));
    if (application.equals("outbox-relay")) {
      files = Stream.concat(Stream.of(Path.of("outbox-relay.yml")), files);
    }
    Map<String, String> environment = new HashMap<>(secured.environment(application));
    environment.put(
        "SPRING_CONFIG_ADDITIONAL_LOCATION",
        files
            .map(file -> Path.of("..", "deploy").resolve(file).toAbsolutePath().normalize())
            .map(file -> file.toUri().toString())
            .collect(Collectors.joining(",")));
    environment.put("TRUST_STORE", certificates.trustStore().toUri().toString());
    environment.put("TRUST_STORE_PASSWORD", certificates.password());
    environment.put("RELAY_OPERATOR_PASSWORD", OPERATOR);
    environment.put("INBOX_OPERATOR_PASSWORD", OPERATOR);
    return environment;
  }
}
