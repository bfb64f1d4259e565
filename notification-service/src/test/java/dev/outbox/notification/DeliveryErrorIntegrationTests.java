package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** An Error ends no delivery thread, and an instance's clock decides nothing. */
@ServiceTest
@Import(DeliveryErrorIntegrationTests.Broken.class)
@TestPropertySource(
    properties = {"notification.delivery.poll-interval=50ms", "notification.delivery.lease=2s"})
class DeliveryErrorIntegrationTests {

  @Autowired private ServiceProbe service;
  @Autowired private BreakableMail mail;

  private final UUID order = UUID.randomUUID();

  @TestConfiguration(proxyBeanMethods = false)
  static class Broken {

    @Bean
    @Primary
    BreakableMail breakableMail(@Value("${spring.mail.port}") int port) {
      BreakableMail mail = new BreakableMail();
      mail.setProtocol("smtp");
      mail.setHost("127.0.0.1");
      mail.setPort(port);
      return mail;
    }
  }

  /** Mail whose library is broken for a while. */
  static final class BreakableMail extends JavaMailSenderImpl {

    volatile boolean broken;

    @Override
    public String getProtocol() {
      if (broken) {
        throw new NoClassDefFoundError("a class that is not there");
      }
      return super.getProtocol();
    }
  }

  @Test
  void anErrorEndsNoThreadAndHealthTells() {
    service.awaitHealthy();
    mail.broken = true;
    try {
      // Enough for each of the threads.
      for (int i = 0; i < 4; i++) {
        service.deliver(confirmed(UUID.randomUUID()));
      }
      service.deliver(confirmed(order));
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () -> {
                JsonNode health = service.get("/actuator/health").getBody();
                assertThat(health.at("/components/delivery/status").asString()).isEqualTo("DOWN");
                assertThat(health.at("/components/delivery/details/error").asString())
                    .contains("NoClassDefFoundError");
              });
    } finally {
      mail.broken = false;
    }
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () ->
                assertThat(service.outboxTypes(order.toString()))
                    .containsExactly("dev.outbox.notification.NotificationSent.v1"));
    service.awaitHealthy();
  }

  private static OrderConfirmed confirmed(UUID order) {
    return new OrderConfirmed(
        order, "c-1", "ada@example.org", "EUR", new BigDecimal("1.35"), Instant.now());
  }
}
