package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The relay as a process with a small heap. */
@ExtendWith(StackExtension.class)
class RelayHeapIntegrationTests {

  @TempDir private Path directory;

  @Test
  void aBacklogTwiceAsLargeAsTheHeapIsPublished(MysqlServer mysql) throws IOException {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.append("seed", "\"" + "x".repeat(900_000) + "\"");
    for (int rows = 1; rows < 128; rows *= 2) {
      outbox.execute(
          """
          INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)
          SELECT UUID(), aggregatetype, position, type, payload FROM outbox_event
          """);
    }
    assertThat(outbox.rows()).isEqualTo(128);
    Path log = directory.resolve("relay.log");
    try (RelayProcess relay =
        RelayProcess.start(
            "polling",
            List.of(outbox),
            log,
            List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
            List.of(
                "--outbox.relay.polling.batch-bytes=4MB",
                "--spring.kafka.producer.buffer-memory=16MB"))) {
      await().atMost(Duration.ofMinutes(2)).until(() -> outbox.rows() == 0 || !relay.isAlive());
      assertThat(relay.isAlive()).as(Files.readString(log)).isTrue();
    }
  }
}
