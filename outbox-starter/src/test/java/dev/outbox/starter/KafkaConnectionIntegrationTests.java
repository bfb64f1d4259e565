package dev.outbox.starter;

import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

@ExtendWith(StackExtension.class)
class KafkaConnectionIntegrationTests {

  @Test
  void eventsComeFromTheKafkaOfAServiceConnectionWhateverThePropertySays(
      Database database, KafkaBroker kafka) {
    KafkaConnectionDetails connection = () -> List.of(kafka.bootstrapServers());
    try (ConfigurableApplicationContext context = run(database, connection);
        Publisher publisher = new Publisher(kafka.bootstrapServers())) {
      String id = publisher.publish(new ThingHappened("a", "fine"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  context.getBean(ThingHandler.class).seen.stream()
                      .anyMatch(metadata -> metadata.id().equals(id)));
    }
  }

  private static ConfigurableApplicationContext run(
      Database database, KafkaConnectionDetails connection) {
    return new SpringApplicationBuilder(SampleApplication.class)
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(KafkaConnectionDetails.class, () -> connection))
        .run(
            "--spring.kafka.bootstrap-servers=127.0.0.1:1",
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.flyway.locations=classpath:db/sample",
            "--outbox.inbox.topics=thing-events",
            "--outbox.inbox.consumer=" + database.name(),
            "--logging.level.org.apache.kafka=WARN",
            "--server.port=0");
  }
}
