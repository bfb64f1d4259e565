package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.Publisher;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes from outside cannot begin a line of the log. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class LogLinesIntegrationTests {

  private static final String FORGED = "1999-12-01T00:00:00.000Z  INFO forged";

  private static final String STOCK_RESERVED = "dev.outbox.inventory.StockReserved.v1";

  @Autowired private ServiceProbe service;

  @Test
  void aKeyOfKafkaCannotForgeALine(CapturedOutput output) {
    String key = UUID.randomUUID() + "\n" + FORGED;
    service
        .publisher()
        .send(
            "inventory-events",
            key,
            Publisher.headers(UUID.randomUUID() + "\n" + FORGED, STOCK_RESERVED),
            "{}");
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(() -> assertThat(output.getOut()).contains("forged"));
    assertThat(output.getOut().split("\\R")).noneMatch(line -> line.startsWith("1999"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u000b", "\f"})
  void neitherAMessageNorAnExceptionCanForgeALine(String end, CapturedOutput output) {
    LoggerFactory.getLogger(LogLinesIntegrationTests.class)
        .warn(
            "of a request: a{}{}",
            end,
            FORGED,
            new IllegalStateException("b" + end + FORGED, new RuntimeException(end + FORGED)));
    assertThat(output.getOut()).contains("forged").contains("\tat ");
    assertThat(output.getOut().split("\\R")).noneMatch(line -> line.startsWith("1999"));
  }
}
