package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay that takes no row of the log for one of an outbox, whatever the reason: the checks of
 * tables and layouts are replaced by one that knows none. What it still publishes in mode binlog is
 * due to its looking at the table alone.
 */
@ExtendWith(StackExtension.class)
class BlindLogIntegrationTests {

  private static final String BLIND =
      """
      package dev.outbox.relay.binlog;

      import java.util.Collection;
      import java.util.List;
      import java.util.Map;

      final class OutboxTables {
        OutboxTables(Map<?, String> outboxes, boolean ignoreCase) {}

        String outbox(String database, String table) {
          return null;
        }

        Collection<String> all() {
          return List.of();
        }

        List<String> mentionedIn(String sql, String database) {
          return List.of();
        }
      }
      """;

  private final KafkaBroker kafka;
  private final TestOutbox outbox;
  @TempDir private Path directory;

  BlindLogIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.kafka = kafka;
    this.outbox = TestOutbox.create(mysql);
  }

  @Test
  void rowsThatTheLogDoesNotBringAreLateAndNotLost() throws IOException {
    Path log = directory.resolve("log");
    List<String> ids = new ArrayList<>();
    try (RelayProcess relay =
        RelayProcess.startWith(compiled(), outbox, log, "--outbox.relay.overlooked-after=1s")) {
      ids.add(outbox.append("k", "0"));
      awaitPublished(ids, relay);
      for (int i = 1; i <= 3; i++) {
        await().until(() -> Files.readString(log).lines().anyMatch(l -> l.endsWith(": RUNNING")));
        ids.add(outbox.append("k", String.valueOf(i)));
        awaitPublished(ids, relay);
      }
    }
    assertThat(Files.readString(log)).contains("The log did not bring 1 row(s)", ids.get(3));
  }

  private void awaitPublished(List<String> ids, RelayProcess relay) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(relay.isAlive()).isTrue();
              assertThat(new TopicReader(kafka, outbox.topic()).ids()).isEqualTo(ids);
              assertThat(outbox.rows()).isZero();
            });
  }

  private Path compiled() throws IOException {
    Path source = directory.resolve("OutboxTables.java");
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Files.writeString(source, BLIND);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(status).isZero();
    return classes;
  }
}
