package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.TestStack;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** An application starts without Kafka, and its log says so in a line. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaAwayIntegrationTests {

  @Test
  @Timeout(50) // The binder alone would hold up the start for a minute.
  void withoutKafkaTheApplicationStartsAndSaysSoOnce(CapturedOutput output) {
    var database = TestStack.shared().mysql().createDatabase();
    try (var application =
        new SpringApplicationBuilder(Application.class)
            .run(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.application.name=sample",
                "--outbox.inbox.topics=thing-events",
                "--spring.flyway.locations=classpath:db/sample",
                "--logging.level.org.apache.kafka=WARN",
                "--server.port=0")) {
      assertThat(application.isRunning()).isTrue();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(output).contains("Kafka at [127.0.0.1:1] is away"));
      assertThat(output.getAll().lines().filter(line -> line.contains("Kafka at"))).hasSize(1);
      assertThat(output).doesNotContain("\tat ");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}
}
