package dev.outbox.starter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.Event;
import dev.outbox.events.EventContract;
import dev.outbox.events.contracts.Releases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A running service, seen from outside: its HTTP API, its topics, its outbox and its inbox. */
@Lazy
@TestComponent
public class ServiceProbe {

  /** Longer than anything takes that works. */
  public static final Duration LONG = Duration.ofSeconds(30);

  private final JdbcClient jdbc;
  private final RestClient http;
  private final Publisher publisher;

  ServiceProbe(
      JdbcClient jdbc,
      @Value("${local.server.port}") int port,
      @Value("${spring.kafka.bootstrap-servers}") String bootstrapServers) {
    this.jdbc = jdbc;
    this.http =
        RestClient.builder()
            .baseUrl("http://127.0.0.1:" + port)
            .defaultStatusHandler(status -> true, (request, response) -> {})
            .build();
    this.publisher = new Publisher(bootstrapServers);
  }

  public void awaitHealthy() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(get("/actuator/health"))
                    .satisfies(h -> assertThat(h.getStatusCode().value()).isEqualTo(200)));
  }

  public ResponseEntity<JsonNode> get(String path) {
    return http.get().uri(path).retrieve().toEntity(JsonNode.class);
  }

  public ResponseEntity<JsonNode> post(String path, String json) {
    return send(HttpMethod.POST, path, json);
  }

  public ResponseEntity<JsonNode> put(String path, String json) {
    return send(HttpMethod.PUT, path, json);
  }

  private ResponseEntity<JsonNode> send(HttpMethod method, String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return send(method, path, MediaType.APPLICATION_JSON, body, Map.of());
  }

  /** Sends any request. */
  public ResponseEntity<JsonNode> send(
      HttpMethod method,
      String path,
      MediaType contentType,
      byte[] body,
      Map<String, String> headers) {
    return http.method(method)
        .uri(path)
        .contentType(contentType)
        .headers(all -> headers.forEach(all::set))
        .body(body)
        .retrieve()
        .toEntity(JsonNode.class);
  }

  /** Publishes as the relay would. */
  public Publisher publisher() {
    return publisher;
  }

  /** Publishes an event and waits until the service has handled it. */
  public void deliver(Event event) {
    awaitHandled(publisher.publish(event));
  }

  /** Waits until the service has handled an event. */
  public void awaitHandled(String eventId) {
    await().atMost(LONG).until(() -> count("inbox_event WHERE id = ?", eventId) == 1);
  }

  /** How many rows there are of {@code table WHERE …}. */
  public int count(String from, Object... parameters) {
    return jdbc.sql("SELECT count(*) FROM " + from)
        .params(parameters)
        .query(Integer.class)
        .single();
  }

  /**
   * The columns of the service's own tables, those of the starter and of Flyway apart, whose texts
   * are compared by letters rather than by bytes, or regardless of trailing blanks. Blanks at the
   * end make no difference for {@code ascii_bin}, which is for what the service writes itself.
   */
  public List<String> columnsNotComparedByBytes() {
    return jdbc.sql(
            """
            SELECT CONCAT(table_name, '.', column_name, ': ', collation_name)
            FROM information_schema.columns
            WHERE table_schema = DATABASE() AND collation_name IS NOT NULL
              AND collation_name NOT IN ('utf8mb4_0900_bin', 'ascii_bin')
              AND table_name NOT LIKE '%flyway%' AND table_name NOT LIKE 'inbox%'
              AND table_name NOT LIKE 'outbox%'
            ORDER BY table_name, ordinal_position
            """)
        .query(String.class)
        .list();
  }

  /** The rows in the outbox about an aggregate. */
  public List<Map<String, Object>> outbox(String aggregateId) {
    return jdbc.sql("SELECT * FROM outbox_event WHERE aggregateid = ? ORDER BY position")
        .param(aggregateId)
        .query()
        .listOfRows();
  }

  /** The types of the events in the outbox about an aggregate. */
  public List<String> outboxTypes(String aggregateId) {
    return outbox(aggregateId).stream().map(row -> (String) row.get("type")).toList();
  }

  /**
   * Delivers the example of every released version of the events that the service has a handler
   * for, extended by a field that nobody knows yet, and waits until it is handled.
   *
   * @return the types of those events
   */
  public List<String> deliverExtendedExamples() {
    List<String> types = new ArrayList<>();
    JsonNode health = get("/actuator/health").getBody();
    health
        .at("/components/inbox/details/handles")
        .forEach(type -> types.addAll(Releases.upTo(type.asString())));
    for (String type : types) {
      EventContract contract = EventContract.of(type);
      String id = UUID.randomUUID().toString();
      ObjectNode extended = ((ObjectNode) contract.example()).put("addedLater", "by a producer");
      publisher.send(
          type.split("\\.")[2] + "-events",
          extended.get("orderId").asString(),
          Publisher.headers(id, type),
          extended.toString());
      awaitHandled(id);
    }
    return types;
  }
}
