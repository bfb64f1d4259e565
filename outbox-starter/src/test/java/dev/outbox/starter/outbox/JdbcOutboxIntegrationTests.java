package dev.outbox.starter.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingNoticed;
import dev.outbox.starter.validation.ValidationAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@SampleTest
@Import(JdbcOutboxIntegrationTests.Traced.class)
class JdbcOutboxIntegrationTests {

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Autowired private Outbox outbox;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private DataSource dataSource;

  @BeforeEach
  void emptyOutbox() {
    jdbc.sql("DELETE FROM outbox_event").update();
  }

  @Test
  void anAppendedEventIsARowWithAllThatTheRelayNeeds() {
    String text = "Grüße, 世界, 🍐 and \"quotes\"";
    UUID id = transaction.execute(status -> outbox.append(new ThingHappened("t-1", text)));
    assertThat(id.version()).isEqualTo(7);
    assertThat(rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("id", id.toString())
                    .containsEntry("aggregatetype", "thing")
                    .containsEntry("aggregateid", "t-1")
                    .containsEntry("type", "test.ThingHappened.v1")
                    .containsEntry(
                        "payload",
                        "{\"thingId\":\"t-1\",\"text\":\"Grüße, 世界, 🍐 and \\\"quotes\\\"\"}")
                    .containsEntry(
                        "dataschema", "https://outbox.example/schemas/test.ThingHappened.v1.json")
                    .containsEntry("traceparent", TRACEPARENT)
                    .containsEntry("tracestate", "vendor=1"));
  }

  @Test
  void anEventWithoutSchemaHasNone() {
    transaction.executeWithoutResult(status -> outbox.append(new ThingNoticed("t-1")));
    assertThat(rows())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("dataschema", null));
  }

  @Test
  void eventsOfOneTransactionKeepTheirOrder() {
    transaction.executeWithoutResult(
        status -> List.of("a", "b", "c").forEach(id -> outbox.append(new ThingNoticed(id))));
    assertThat(rows()).extracting(row -> row.get("aggregateid")).containsExactly("a", "b", "c");
  }

  @Test
  void anEventOfARolledBackTransactionIsGone() {
    transaction.executeWithoutResult(
        status -> {
          outbox.append(new ThingNoticed("t-1"));
          status.setRollbackOnly();
        });
    assertThat(rows()).isEmpty();
  }

  @Test
  void withoutATransactionNothingIsWritten() {
    assertThatThrownBy(() -> outbox.append(new ThingNoticed("t-1")))
        .isInstanceOf(IllegalTransactionStateException.class)
        .hasMessageContaining("test.ThingNoticed.v1")
        .hasMessageContaining("@Transactional");
    assertThat(rows()).isEmpty();
  }

  @Test
  void anEventOverTheLimitIsRefusedAndOneJustBelowItIsTaken() {
    int overhead = "{'thingId':'t-1','text':''}".length();
    String largest = "é".repeat((900 * 1024 - overhead) / 2);
    transaction.executeWithoutResult(status -> outbox.append(new ThingHappened("t-1", largest)));
    assertThat(rows()).hasSize(1);
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> outbox.append(new ThingHappened("t-1", largest + "éé"))))
        .isInstanceOf(EventTooLargeException.class)
        .hasMessageContaining("test.ThingHappened.v1")
        .hasMessageContaining("921603")
        .hasMessageContaining("921600")
        .hasMessageContaining("outbox.max-payload-size");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void anEventThatItsSchemaDoesNotAllowIsRefusedWithWhatIsWrong() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(s -> outbox.append(new ThingHappened("t-1", ""))))
        .isInstanceOf(SchemaViolationException.class)
        .hasMessageContaining("test.ThingHappened.v1 of t-1")
        .hasMessageContaining("/text: must be at least 1 characters long")
        .hasMessageContaining("was not appended");
    assertThat(rows()).isEmpty();
  }

  @Test
  void anEventWhoseSchemaIsNotThereIsRefusedWithWhatToAdd() {
    assertThatThrownBy(
            () -> transaction.executeWithoutResult(s -> outbox.append(new SchemaForgotten("t-1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schemas/test.SchemaForgotten.v1.json")
        .hasMessageContaining(SchemaForgotten.class.getName());
    assertThat(rows()).isEmpty();
  }

  @Test
  void withoutValidationWhichIsTheDefaultNothingIsCompared() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(ValidationAutoConfiguration.class, OutboxAutoConfiguration.class))
        .withBean(DataSource.class, () -> dataSource, shared -> shared.setDestroyMethodName(""))
        .run(
            context -> {
              Outbox unchecked = context.getBean(Outbox.class);
              transaction.executeWithoutResult(s -> unchecked.append(new ThingHappened("t-1", "")));
            });
    assertThat(rows()).hasSize(1);
  }

  @Test
  void anAggregateIdThatCannotBeAKeyIsRefused() {
    for (String id : List.of("", "x".repeat(256))) {
      assertThatThrownBy(
              () -> transaction.executeWithoutResult(s -> outbox.append(new ThingNoticed(id))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("aggregate id");
    }
    assertThat(rows()).isEmpty();
  }

  private List<Map<String, Object>> rows() {
    return jdbc.sql("SELECT * FROM outbox_event ORDER BY position").query().listOfRows();
  }

  @EventType(
      value = "test.SchemaForgotten.v1",
      aggregate = "thing",
      schema = "https://outbox.example/schemas/test.SchemaForgotten.v1.json")
  record SchemaForgotten(String aggregateId) implements Event {}

  @TestConfiguration
  static class Traced {

    @Bean
    TraceContext traceContext() {
      return new TraceContext() {
        @Override
        public Map<String, String> headers() {
          return Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1");
        }

        @Override
        public <T> T call(String name, Map<String, String> headers, Supplier<T> work) {
          return work.get();
        }
      };
    }
  }
}
