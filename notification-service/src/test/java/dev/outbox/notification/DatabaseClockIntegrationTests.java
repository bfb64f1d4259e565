package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Times of messages are the database's, on an instance whose clock is a day behind. */
@ServiceTest
@Import(DatabaseClockIntegrationTests.Behind.class)
class DatabaseClockIntegrationTests {

  @Autowired private ServiceProbe service;

  private final UUID order = UUID.randomUUID();

  @TestConfiguration(proxyBeanMethods = false)
  static class Behind {

    @Bean
    @Primary
    Clock behind() {
      return Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofDays(-1));
    }
  }

  @Test
  void timesOfAMessageAreTheDatabases() {
    Instant before = Instant.now().minusSeconds(10); // The database runs on this machine.
    service.deliver(
        new OrderConfirmed(
            order, "c-1", "ada@example.org", "EUR", new BigDecimal("1.35"), Instant.now()));
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> messages().get(0).get("status").asString().equals("SENT"));
    Instant created = time(messages().get(0), "createdAt");
    Instant sent = time(messages().get(0), "sentAt");
    assertThat(created).isAfter(before);
    assertThat(sent).isAfterOrEqualTo(created);
    JsonNode event =
        new JsonMapper().readTree((String) service.outbox(order.toString()).get(0).get("payload"));
    assertThat(time(event, "sentAt")).isEqualTo(sent);
  }

  private JsonNode messages() {
    return service.get("/notifications?orderId=" + order).getBody();
  }

  private static Instant time(JsonNode of, String name) {
    return Instant.parse(of.get(name).asString());
  }
}
