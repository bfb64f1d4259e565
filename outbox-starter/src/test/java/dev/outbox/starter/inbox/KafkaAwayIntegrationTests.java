package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.TestStack;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application does without Kafka, and its log says so in a line. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaAwayIntegrationTests {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  @Timeout(180)
  void withoutKafkaTheApplicationStartsSaysSoOnceAndConsumesWhenKafkaComes(CapturedOutput output) {
    try (KafkaBroker kafka = KafkaBroker.launch()) {
      kafka.stop();
      long begin = System.nanoTime();
      try (var application = run(kafka)) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .isLessThan(LONG); // The binder alone holds it up for longer.
        var health = application.getBean(InboxHealthIndicator.class);
        await()
            .atMost(LONG)
            .untilAsserted(() -> assertThat(output).contains(kafka.port() + "] gives no events"));
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        Gauge bound = application.getBean(MeterRegistry.class).get("outbox.inbox.bound").gauge();
        assertThat(bound.value()).isZero();
        assertThat(output.getAll().lines().filter(line -> line.contains("gives no events")))
            .hasSize(1);
        kafka.start();
        await()
            .atMost(LONG)
            .untilAsserted(
                () -> {
                  assertThat(output).contains("is back");
                  assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                  assertThat(bound.value()).isOne();
                });
        assertThat(output).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void thatKafkaGoesAwayIsSaidToo(CapturedOutput output) {
    try (KafkaBroker kafka = KafkaBroker.launch();
        var application = run(kafka)) {
      var health = application.getBean(InboxHealthIndicator.class);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
      await().atMost(LONG).until(() -> output.getAll().contains("partitions assigned"));
      kafka.kill();
      await().atMost(LONG).untilAsserted(() -> assertThat(output).contains("gives no events"));
      assertThat(output).doesNotContain("\tat ");
    }
  }

  private static ConfigurableApplicationContext run(KafkaBroker kafka) {
    var database = TestStack.shared().mysql().createDatabase();
    return new SpringApplicationBuilder(Application.class)
        .run(
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--spring.application.name=sample",
            "--outbox.inbox.topics=thing-events,other-events",
            "--spring.flyway.locations=classpath:db/sample",
            "--logging.level.org.apache.kafka=WARN",
            "--server.port=0");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
  static class Application {}
}
