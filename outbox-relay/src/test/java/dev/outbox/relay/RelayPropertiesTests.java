package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.outbox.Delivery;
import dev.outbox.relay.outbox.RelayMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class RelayPropertiesTests {

  private final ApplicationContextRunner empty =
      new ApplicationContextRunner().withUserConfiguration(OnlyProperties.class);

  private final ApplicationContextRunner complete =
      empty.withPropertyValues(
          "outbox.relay.servers.main.url=jdbc:mysql://127.0.0.1:3306/?sslMode=REQUIRED",
          "outbox.relay.servers.main.username=relay",
          "outbox.relay.servers.main.password=secret",
          "outbox.relay.servers.main.outboxes.orders.database=orders",
          "outbox.relay.servers.main.outboxes.orders.source=/order-service");

  @Test
  void whatIsNotSaidHasTheDocumentedDefaults() {
    complete.run(
        context -> {
          RelayProperties properties = context.getBean(RelayProperties.class);
          assertThat(properties.mode()).isEqualTo(RelayMode.BINLOG);
          assertThat(properties.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
          assertThat(properties.group().sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
          assertThat(properties.transaction().maxEvents()).isEqualTo(20_000);
          assertThat(properties.polling().batchSize()).isEqualTo(5000);
          assertThat(properties.polling().batchBytes()).isEqualTo(DataSize.ofMegabytes(8));
          assertThat(properties.polling().idleCeiling()).isEqualTo(Duration.ofMillis(100));
          assertThat(properties.errorCeiling()).isEqualTo(Duration.ofSeconds(5));
          OutboxProperties outbox = properties.servers().get("main").outboxes().get("orders");
          assertThat(outbox.table()).isEqualTo("outbox_event");
          assertThat(outbox.source()).hasToString("/order-service");
        });
  }

  @Test
  void thePasswordIsNotShown() {
    complete.run(
        context ->
            assertThat(context.getBean(RelayProperties.class).toString())
                .contains("jdbc:mysql://127.0.0.1:3306/")
                .doesNotContain("secret"));
  }

  @Test
  void withoutAServerItDoesNotStart() {
    assertRefused(empty, "must name at least one database server");
  }

  @Test
  void aSettingThatIsNotKnownStopsTheStart() {
    assertRefused(
        complete.withPropertyValues("outbox.relay.polling.batchsice=5"),
        "outbox.relay.polling.batchsice");
  }

  @Test
  void anOutboxWithoutSourceStopsTheStart() {
    assertRefused(
        complete.withPropertyValues("outbox.relay.servers.main.outboxes.more.database=more"),
        "must be set, as a URI-reference such as /order-service");
  }

  @Test
  void aUrlWithADatabaseStopsTheStart() {
    assertRefused(
        complete.withPropertyValues("outbox.relay.servers.main.url=jdbc:mysql://127.0.0.1/orders"),
        "without a database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://127.0.0.1:port",
        "jdbc:mysql://:3306",
        "jdbc:mysql:/127.0.0.1",
        "jdbc:mysql://relay:secret@127.0.0.1",
        "127.0.0.1:3306"
      })
  void aUrlThatIsNoneStopsTheStart(String url) {
    assertRefused(
        complete.withPropertyValues("outbox.relay.servers.main.url=" + url),
        "must be jdbc:mysql://host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:mysql://db", "jdbc:mysql://[::1]:3306/", "jdbc:mysql://a:1,b:2/?sslMode=X"})
  void theOtherFormsOfAUrlAreTaken(String url) {
    complete
        .withPropertyValues("outbox.relay.servers.main.url=" + url)
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void anOutboxNameOnTwoServersStopsTheStart() {
    assertRefused(
        complete.withPropertyValues(
            "outbox.relay.servers.second.url=jdbc:mysql://127.0.0.1:3307",
            "outbox.relay.servers.second.username=relay",
            "outbox.relay.servers.second.password=secret",
            "outbox.relay.servers.second.outboxes.orders.database=orders",
            "outbox.relay.servers.second.outboxes.orders.source=/order-service"),
        "The outbox name 'orders' is used on the servers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://127.0.0.1:3306",
        "jdbc:mysql://127.0.0.1",
        "jdbc:mysql://127.0.0.1/?sslMode=DISABLED",
        "jdbc:mysql://other:3306,127.0.0.1:03306/"
      })
  void twoServersOfOneAddressStopTheStart(String url) {
    assertRefused(
        complete.withPropertyValues(second(url)),
        "The servers 'main' and 'second' have the same address, 127.0.0.1:3306");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://DB.example, jdbc:mysql://db.example.:3306/",
    "jdbc:mysql://[::1], jdbc:mysql://[0:0:0:0:0:0:0:1]:3306"
  })
  void anAddressMayBeSpeltInSeveralWays(String url, String other) {
    assertRefused(
        complete
            .withPropertyValues("outbox.relay.servers.main.url=" + url)
            .withPropertyValues(second(other)),
        "have the same address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:mysql://127.0.0.1:3307", "jdbc:mysql://127.0.0.2:3306"})
  void serversOfDifferentAddressesAreTaken(String url) {
    complete.withPropertyValues(second(url)).run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "outbox_event"})
  void twoOutboxesOfOneTableStopTheStart(String table) {
    String more = "outbox.relay.servers.main.outboxes.more.";
    assertRefused(
        complete.withPropertyValues(
            more + "database=orders",
            more + "source=/more",
            table.isEmpty() ? more + "mode=polling" : more + "table=" + table),
        "The outboxes 'more' and 'orders' of the server 'main' are the same table,"
            + " orders.outbox_event");
  }

  private static String[] second(String url) {
    return new String[] {
      "outbox.relay.servers.second.url=" + url,
      "outbox.relay.servers.second.username=relay",
      "outbox.relay.servers.second.password=secret",
      "outbox.relay.servers.second.outboxes.others.database=others",
      "outbox.relay.servers.second.outboxes.others.source=/others"
    };
  }

  private static void assertRefused(ApplicationContextRunner runner, String because) {
    runner.run(
        context -> {
          assertThat(context).hasFailed();
          assertThat(context.getStartupFailure()).hasStackTraceContaining(because);
        });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RelayProperties.class)
  static class OnlyProperties {}
}
