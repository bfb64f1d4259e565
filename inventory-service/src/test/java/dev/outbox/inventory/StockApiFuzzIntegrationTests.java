package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.MutatedBodies;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** A thousand bodies that are almost right: taken or refused, never an error of ours or a hang. */
@ServiceTest
class StockApiFuzzIntegrationTests {

  @Autowired private ServiceProbe service;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void mutatedStockIsTakenOrRefused() {
    long seed = System.nanoTime();
    new MutatedBodies("{\"onHand\": 1000}", seed)
        .stream()
            .limit(1_000)
            .forEach(
                body ->
                    assertThat(
                            service
                                .send(
                                    HttpMethod.PUT,
                                    "/stock/fuzzed",
                                    MediaType.APPLICATION_JSON,
                                    body,
                                    Map.of())
                                .getStatusCode()
                                .value())
                        .as("seed %d, body %s", seed, new String(body, StandardCharsets.UTF_8))
                        .isIn(200, 400, 413));
  }
}
