package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.Database;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.notification.NotificationServiceApplication;
import dev.outbox.starter.testing.ServiceProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** One of several instances of the service, which share database, Kafka and application id. */
final class JourneyInstance implements AutoCloseable {

  static final Duration LONG = ServiceProbe.LONG.multipliedBy(2);

  private final ConfigurableApplicationContext context;
  private final RestClient http;

  private JourneyInstance(ConfigurableApplicationContext context) {
    this.context = context;
    this.http =
        RestClient.builder()
            .baseUrl(url())
            .defaultStatusHandler(status -> true, (request, response) -> {})
            .build();
  }

  static JourneyInstance start(
      KafkaBroker kafka, Database database, Path stateDir, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--outbox.inbox.consumer=" + database.name(),
                "--spring.kafka.streams.state-dir=" + stateDir,
                "--server.port=0"));
    arguments.addAll(List.of(settings));
    JourneyInstance instance =
        new JourneyInstance(
            new SpringApplicationBuilder(NotificationServiceApplication.class)
                .run(arguments.toArray(String[]::new)));
    ProducedEvents.watch(
        "notification-service", database.jdbcUrl(), database.username(), database.password());
    return instance;
  }

  String url() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ResponseEntity<JsonNode> get(String path) {
    return http.get().uri(path).retrieve().toEntity(JsonNode.class);
  }

  /** What this instance has itself. */
  ResponseEntity<JsonNode> getForwarded(String path) {
    return http.get()
        .uri(path)
        .header(RemoteJourneys.FORWARDED, "true")
        .retrieve()
        .toEntity(JsonNode.class);
  }

  JourneyInstance awaitRunning() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        get("/actuator/health")
                            .getBody()
                            .at("/components/journeys/status")
                            .asString(""))
                    .isEqualTo("UP"));
    return this;
  }

  /** Waits until an order's journey is as it should be. */
  JsonNode awaitJourney(String orderId, Predicate<JsonNode> expected) {
    return await()
        .atMost(LONG)
        .until(
            () -> get("/journeys/" + orderId),
            answer -> answer.getStatusCode().value() == 200 && expected.test(answer.getBody()))
        .getBody();
  }

  @Override
  public void close() {
    context.close();
  }
}
