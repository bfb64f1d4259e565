package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a relay costs that has nothing to do. */
@ExtendWith(StackExtension.class)
class IdleIntegrationTests {

  /** The end of a connection that is not needed any more is no statement. */
  private static final String STATEMENTS =
      """
      SELECT COALESCE(SUM(count_star), 0)
      FROM performance_schema.events_statements_summary_by_user_by_event_name
      WHERE user = 'relay' AND event_name <> 'statement/com/Quit'
      """;

  private final MysqlServer mysql;

  IdleIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @Test
  void anIdleServerIsAskedNothingInModeBinlogWhileOperatorsLook() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay =
        RunningRelay.start("binlog", List.of(outbox), "--outbox.relay.overlooked-after=100ms")) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      awaitQuiet();

      long before = statements();
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> {
                assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(200);
                assertThat(relay.get("/actuator/prometheus").body())
                    .contains("outbox_relay_backlog{outbox=\"" + outbox.name() + "\"} 0.0");
                assertThat(relay.outbox(outbox).get("backlog").asLong()).isZero();
                assertThat(relay.get("/api/parked").body()).isEqualTo("[]");
                assertThat(statements()).isEqualTo(before);
              });
      outbox.append("k", "2");
      relay.awaitDrained(outbox);
      assertThat(statements()).as("it is counted").isGreaterThan(before);
    }
  }

  /** What is still to be done after the last event is done. */
  private void awaitQuiet() {
    long[] last = {-1};
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              long now = statements();
              boolean quiet = now == last[0];
              last[0] = now;
              return quiet;
            });
  }

  private long statements() {
    return mysql.queryForLong(STATEMENTS);
  }
}
