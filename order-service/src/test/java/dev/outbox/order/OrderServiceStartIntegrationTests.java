package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.localstack.TestStack;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service that cannot start says why, and what to do, without a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class OrderServiceStartIntegrationTests {

  @ParameterizedTest
  @CsvSource({
    "spring.datasource.url=jdbc:mysql://127.0.0.1:1/orders, does not answer, Start MySQL",
    "spring.datasource.url=jdbc:mysql://nosuch.invalid/orders, does not answer, Start MySQL",
    "spring.datasource.url=jdbc:mysql://127.0.0.1:port/orders, no JDBC URL, Set spring.datasource",
    "spring.datasource.url=nonsense, no JDBC URL, Set spring.datasource.url",
    "outbox.inbox.retry.initial-delay=soon, is not a valid duration, Update",
    "outbox.inbox.retry.multiplier=0.5, multiplier must be at least 1, Update",
    "outbox.max-payload-size=-1B, max-payload-size must be positive, Update",
    "outbox.max-payload-sice=1MB, outbox.max-payload-sice, Update",
    "outbox.inbox.topicz=x, outbox.inbox.topicz, Update",
    "outbox.schema.migrate=maybe, Invalid boolean value, Update",
    "outbox.topics.partitions=0, partitions must be at least 1, Update",
    "order.saga.time-limit=0s, time-limit must be from 1s to 365d, Update",
    "order.saga.limit=1s, order.saga.limit, Update",
    "web.max-body-size=0B, max-body-size must be positive, Update",
    "web.max-body=1MB, web.max-body, Update",
    "server.port=99999, port out of range, Set server.port"
  })
  void aWrongValueStopsItWithASentence(
      String setting, String found, String advice, CapturedOutput output) {
    assertSaid(output, found, advice, setting);
  }

  @Test
  void aLoginThatIsRefusedStopsItWithASentence(CapturedOutput output) {
    assertSaid(
        output, "refuses the login", "SPRING_DATASOURCE_PASSWORD", "spring.datasource.password=x");
  }

  @Test
  void aDatabaseThatIsNotThereOrNotItsOwnStopsItWithASentence(CapturedOutput output) {
    var database = TestStack.shared().mysql().createDatabase();
    String other = database.jdbcUrl().replace(database.name(), "not_there");
    assertSaid(output, "not_there", "database", "spring.datasource.url=" + other);
  }

  private static void assertSaid(
      CapturedOutput output, String found, String advice, String setting) {
    var database = TestStack.shared().mysql().createDatabase();
    Stream<String> usual =
        Stream.of(
            "spring.datasource.url=" + database.jdbcUrl(),
            "spring.datasource.username=" + database.username(),
            "spring.datasource.password=" + database.password(),
            "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers(),
            "outbox.inbox.consumer=" + database.name(),
            "server.port=0");
    // A command line argument given twice would be a list.
    String name = setting.substring(0, setting.indexOf('=') + 1);
    String[] arguments =
        Stream.concat(usual.filter(other -> !other.startsWith(name)), Stream.of(setting))
            .map(argument -> "--" + argument)
            .toArray(String[]::new);
    assertThatThrownBy(() -> SpringApplication.run(OrderServiceApplication.class, arguments))
        .isNotNull();
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", found, advice)
        .doesNotContain("\tat ", "\\tat ");
  }
}
