package dev.outbox.endtoend;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MailServer;
import dev.outbox.localstack.MysqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole system as processes: MySQL, Kafka, a mail server, three services and the relay. */
final class SagaSystem implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(90);

  /** The relay's operator is {@code operator}. */
  static final String OPERATOR_PASSWORD = "operator-of-a-test";

  /** Four applications at once on a busy machine. */
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  final MysqlServer mysql;
  final KafkaBroker kafka;
  final MailServer mail;
  final TraceCollector traces = new TraceCollector();
  private final Function<String, Map<String, String>> environment;
  final Application orders;
  final Application inventory;
  final Application notifications;
  final Application relay;

  private SagaSystem(
      MysqlServer mysql,
      KafkaBroker kafka,
      MailServer mail,
      Function<String, Map<String, String>> environment) {
    this.environment = environment;
    this.mysql = mysql;
    this.kafka = kafka;
    this.mail = mail;
    this.orders = service("order-service", "orders");
    this.inventory = service("inventory-service", "inventory");
    this.notifications = service("notification-service", "notifications");
    this.relay =
        application(
            "outbox-relay",
            Map.of(
                "SPRING_CONFIG_ADDITIONAL_LOCATION",
                Path.of("..", "deploy", "outbox-relay.yml").toAbsolutePath().toUri().toString(),
                "MYSQL_PORT",
                String.valueOf(mysql.port()),
                "RELAY_DB_PASSWORD",
                "relay-demo",
                "RELAY_OPERATOR_PASSWORD",
                OPERATOR_PASSWORD,
                "OUTBOX_RELAY_GROUP_INSTANCEID",
                "outbox-relay",
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers()));
  }

  /** Starts everything and waits until all is healthy. */
  static SagaSystem start() {
    return start(MysqlServer.launch(), KafkaBroker.launch(), name -> Map.of());
  }

  /**
   * The same on given servers, which are closed with the system.
   *
   * @param environment of each application, besides the usual one, or instead of it
   */
  static SagaSystem start(
      MysqlServer mysql, KafkaBroker kafka, Function<String, Map<String, String>> environment) {
    MailServer mail = MailServer.launch();
    SagaSystem system = new SagaSystem(mysql, kafka, mail, environment);
    try {
      system.createAccounts();
      system.applications().forEach(Application::start);
      awaitHealthy(system.applications(), START_LIMIT);
      return system;
    } catch (RuntimeException | Error e) {
      // Nobody else would: the applications would go on without end.
      system.close();
      throw e;
    }
  }

  List<Application> applications() {
    return List.of(orders, inventory, notifications, relay);
  }

  /** A second instance of each application, in the same order, not started yet. */
  List<Application> secondInstances() {
    return List.of(
        orders.second(Map.of()),
        inventory.second(Map.of()),
        notifications.second(Map.of("SPRING_KAFKA_STREAMS_STATEDIR", newStateDirectory())),
        relay.second(Map.of("OUTBOX_RELAY_GROUP_INSTANCEID", "outbox-relay-2")));
  }

  void awaitHealthy() {
    awaitHealthy(applications(), LONG);
  }

  static void awaitHealthy(List<Application> applications, Duration limit) {
    for (Application application : applications) {
      await(application.name() + " is healthy")
          .atMost(limit)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(Http.get(application.url() + "/actuator/health").status())
                      .isEqualTo(200));
    }
  }

  void stock(String sku, int onHand) {
    assertThat(Http.put(inventory.url() + "/stock/" + sku, "{\"onHand\":%d}".formatted(onHand)))
        .extracting(Http.Answer::status)
        .isEqualTo(200);
  }

  JsonNode stock(String sku) {
    return Http.get(inventory.url() + "/stock/" + sku).body();
  }

  /** Places an order and returns its id. */
  String place(String sku, int quantity) {
    Http.Answer answer = Http.post(orders.url() + "/orders", order(sku, quantity));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return answer.body().get("orderId").asString();
  }

  void cancel(String orderId) {
    assertThat(Http.post(orders.url() + "/orders/" + orderId + "/cancellation", "").status())
        .isEqualTo(202);
  }

  static String order(String sku, int quantity) {
    return """
        {"customerId":"c-1","customerEmail":"%s@example.org","currency":"EUR",
         "lines":[{"sku":"%s","quantity":%d,"unitPrice":"0.45"}]}"""
        .formatted(sku, sku, quantity);
  }

  JsonNode order(String orderId) {
    return Http.get(orders.url() + "/orders/" + orderId).body();
  }

  String status(String orderId) {
    return order(orderId).get("status").asString();
  }

  void awaitStatus(String orderId, String status) {
    await("order " + orderId + " is " + status)
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(status(orderId)).isEqualTo(status));
  }

  JsonNode notifications(String orderId) {
    return Http.get(notifications.url() + "/notifications?orderId=" + orderId).body();
  }

  /** The mails to those who ordered a SKU. */
  JsonNode mails(String sku) {
    return new JsonMapper().readTree(mail.mails(sku + "@example.org"));
  }

  JsonNode journey(String orderId) {
    return Http.get(notifications.url() + "/journeys/" + orderId).body();
  }

  /** The number that a query returns. */
  long number(String sql) {
    return mysql.queryForLong(sql);
  }

  private Application service(String name, String database) {
    return application(
        name,
        Map.ofEntries(
            entry("SPRING_DATASOURCE_URL", mysql.jdbcUrl(database)),
            entry("SPRING_DATASOURCE_USERNAME", database),
            entry("SPRING_DATASOURCE_PASSWORD", database + "-demo"),
            entry("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
            // Servers are killed here, and machines slow: orders are to wait for them.
            entry("ORDER_SAGA_TIMELIMIT", "1h"),
            entry("SPRING_MAIL_PORT", String.valueOf(mail.port())),
            // A message in the hands of one that is killed is sent again soon.
            entry("NOTIFICATION_DELIVERY_LEASE", "10s"),
            // Journeys of another Kafka must not be found there.
            entry("SPRING_KAFKA_STREAMS_STATEDIR", newStateDirectory()),
            entry("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces.endpoint()),
            entry("OTEL_BSP_SCHEDULE_DELAY", "500")));
  }

  private Application application(String name, Map<String, String> usual) {
    Map<String, String> all = new HashMap<>(usual);
    all.putAll(environment.apply(name));
    return new Application(name, all);
  }

  private static String newStateDirectory() {
    return Path.of("target", "journeys", UUID.randomUUID().toString()).toAbsolutePath().toString();
  }

  private void createAccounts() {
    try {
      mysql.execute(Files.readString(Path.of("..", "deploy", "mysql", "accounts.sql")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    applications().forEach(Application::close);
    traces.close();
    mail.close();
    kafka.close();
    mysql.close();
  }
}
