package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.security.scram.ScramLoginModule;
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

  private static final List<String> USERS =
      List.of("order-service", "inventory-service", "notification-service", "outbox-relay");
  private static final List<String> OF_SCRAM = List.of("inventory-service", "outbox-relay");
  private static final Map<String, String> PASSWORDS =
      USERS.stream().collect(Collectors.toMap(user -> user, user -> "kafka-" + UUID.randomUUID()));
  private static final String BROKER = "broker-" + UUID.randomUUID();
  private static final String OPERATOR = "operator-" + UUID.randomUUID();

  @TempDir static Path directory;
  private static Certificates certificates;
  private static SagaSystem system;

  @BeforeAll
  static void start() throws Exception {
    certificates = new Certificates(directory);
    KafkaBroker kafka = KafkaBroker.launch(broker(), client("broker", BROKER));
    try (Admin admin = admin(kafka)) {
      Acls.ofTheScript().give(admin);
      admin
          .alterUserScramCredentials(OF_SCRAM.stream().map(TlsEndToEndTests::credentials).toList())
          .all()
          .get();
    }
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
    assertRefused(client("outbox-relay", "wrong"));
  }

  @Test
  void anApplicationMayDoNoMoreThanItNeeds() {
    Map<String, Object> client = client("order-service", PASSWORDS.get("order-service"));
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", system.kafka.bootstrapServers());
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
    try (Admin admin = admin(system.kafka)) {
      right.take(admin);
      try {
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(Http.get(system.inventory.url() + "/actuator/health").body())
                        .asString()
                        .contains("Kafka does not let", "the group inventory-service"));
      } finally {
        right.give(admin);
      }
    }
    String order = system.place(sku, 3);
    system.awaitStatus(order, "CONFIRMED");
    system.awaitHealthy();
  }

  @Test
  void aRelayWhoseRightIsTakenSaysWhichAndGoesOnWhenItIsBack() throws Exception {
    String sku = "sku-" + UUID.randomUUID();
    system.stock(sku, 10);
    Acls right = Acls.ofTheScript().only("outbox-relay", AclOperation.WRITE, "order-events");
    String order;
    try (Admin admin = admin(system.kafka)) {
      right.take(admin);
      try {
        order = system.place(sku, 3);
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(Http.get(system.relay.url() + "/api/outboxes").body())
                        .asString()
                        .contains("BLOCKED", "Describe, Create and Write the topic")
                        .contains("order-events"));
      } finally {
        right.give(admin);
      }
    }
    system.awaitStatus(order, "CONFIRMED");
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
                others.password))) {
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
    List<String> secrets = new ArrayList<>(PASSWORDS.values());
    secrets.addAll(List.of(BROKER, OPERATOR, certificates.password, "relay-demo"));
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

  private static Admin admin(KafkaBroker kafka) {
    Map<String, Object> settings = new HashMap<>(client("broker", BROKER));
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    return Admin.create(settings);
  }

  private static UserScramCredentialAlteration credentials(String user) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), PASSWORDS.get(user));
  }

  private static void assertRefused(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", system.kafka.bootstrapServers());
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
    Map<String, String> environment = new HashMap<>();
    if (OF_SCRAM.contains(application)) {
      environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
      environment.put("KAFKA_LOGIN_MODULE", ScramLoginModule.class.getName());
    }
    environment.put(
        "SPRING_CONFIG_ADDITIONAL_LOCATION",
        files
            .map(file -> Path.of("..", "deploy").resolve(file).toAbsolutePath().normalize())
            .map(file -> file.toUri().toString())
            .collect(Collectors.joining(",")));
    environment.put("TRUST_STORE", certificates.trustStore().toUri().toString());
    environment.put("TRUST_STORE_PASSWORD", certificates.password);
    environment.put("KAFKA_USERNAME", application);
    environment.put("KAFKA_PASSWORD", PASSWORDS.get(application));
    environment.put("RELAY_OPERATOR_PASSWORD", OPERATOR);
    environment.put("INBOX_OPERATOR_PASSWORD", OPERATOR);
    return environment;
  }

  private static Map<String, String> broker() {
    String users =
        PASSWORDS.entrySet().stream()
            .filter(user -> !OF_SCRAM.contains(user.getKey()))
            .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
            .collect(Collectors.joining());
    return Map.ofEntries(
        entry("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT"),
        entry("inter.broker.listener.name", "PLAINTEXT"),
        entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
        entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
        entry(
            "listener.name.plaintext.plain.sasl.jaas.config",
            jaas("broker", BROKER).replace(";", " user_broker=\"" + BROKER + "\"" + users + ";")),
        entry(
            "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
            ScramLoginModule.class.getName() + " required;"),
        entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        // Nobody but the broker itself gets to the controller's listener, which asks for no name.
        entry("super.users", "User:broker;User:ANONYMOUS"),
        entry("ssl.keystore.location", certificates.keyStore().toString()),
        entry("ssl.keystore.password", certificates.password),
        entry("ssl.truststore.location", certificates.trustStore().toString()),
        entry("ssl.truststore.password", certificates.password));
  }

  private static Map<String, Object> client(String user, String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        jaas(user, password),
        "ssl.truststore.location",
        certificates.trustStore().toString(),
        "ssl.truststore.password",
        certificates.password);
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }
}
