package com.example.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;

/**
 * What a test of your own may look like, with containers of its own. You need no condition; here
 * tests must be possible without Docker, too.
 */
@SpringBootTest
@EnabledIf(
    value = "dev.outbox.localstack.TestStack#inContainers",
    disabledReason = "it needs containers, and the test servers are processes")
class ServiceConnectionIntegrationTests {

  @TestConfiguration(proxyBeanMethods = false)
  static class Containers {

    @Bean
    @ServiceConnection
    MySQLContainer mysql() {
      return new MySQLContainer("mysql:9.7");
    }

    @Bean
    @ServiceConnection
    KafkaContainer kafka() {
      return new KafkaContainer("apache/kafka:4.2.0");
    }
  }

  @Autowired private Invoices invoices;
  @Autowired private JdbcClient jdbc;
  @Autowired private KafkaContainer kafka;

  @Test
  void aPaymentLeavesItsEventInTheOutbox() {
    jdbc.sql("INSERT INTO invoice (id) VALUES ('i-1')").update();
    invoices.pay("i-1");
    assertThat(
            jdbc.sql("SELECT type FROM outbox_event WHERE aggregateid = 'i-1'")
                .query(String.class)
                .list())
        .containsExactly("com.example.InvoicePaid.v1");
  }

  @Test
  void anEventFromKafkaIsBooked() {
    try (Publisher publisher = new Publisher(kafka.getBootstrapServers())) {
      publisher.publish(new InvoicePaid("i-2"));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> bookings("i-2") == 1);
  }

  private int bookings(String invoiceId) {
    return jdbc.sql("SELECT count(*) FROM booking WHERE invoice_id = ?")
        .param(invoiceId)
        .query(Integer.class)
        .single();
  }
}
