package dev.outbox.starter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.TestStack;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** A running service with a MySQL server of its own, which a test may stop. */
public final class OwnDatabaseService implements AutoCloseable {

  private final MysqlServer mysql;
  private final ConfigurableApplicationContext application;
  private final RestClient http;

  private OwnDatabaseService(MysqlServer mysql, ConfigurableApplicationContext application) {
    this.mysql = mysql;
    this.application = application;
    this.http =
        RestClient.builder()
            .baseUrl(
                "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"))
            .defaultStatusHandler(status -> true, (request, response) -> {})
            .build();
  }

  /**
   * Starts a service. Its connection pool gives up after half a second.
   *
   * @param application the class that starts it
   * @param properties further ones, {@code name=value}
   */
  public static OwnDatabaseService start(Class<?> application, String... properties) {
    MysqlServer mysql = MysqlServer.launch();
    try {
      var database = mysql.createDatabase();
      Stream<String> own =
          Stream.of(
              "server.port=0",
              "spring.datasource.url=" + database.jdbcUrl(),
              "spring.datasource.username=" + database.username(),
              "spring.datasource.password=" + database.password(),
              "spring.datasource.hikari.connection-timeout=500",
              "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers(),
              "outbox.inbox.consumer=own-database-" + mysql.port());
      String[] arguments =
          Stream.concat(own, Stream.of(properties))
              .map(property -> "--" + property)
              .toArray(String[]::new);
      return new OwnDatabaseService(
          mysql, new SpringApplicationBuilder(application).run(arguments));
    } catch (RuntimeException e) {
      mysql.close();
      throw e;
    }
  }

  public MysqlServer mysql() {
    return mysql;
  }

  /** Sends a request; null for no body. */
  public ResponseEntity<JsonNode> send(HttpMethod method, String path, @Nullable String json) {
    var request = http.method(method).uri(path);
    if (json != null) {
      request.contentType(MediaType.APPLICATION_JSON).body(json);
    }
    return request.retrieve().toEntity(JsonNode.class);
  }

  /** Checks that a request is answered with 503, since the database does not answer. */
  public void assertUnavailable(HttpMethod method, String path, @Nullable String json) {
    assertUnavailable(method, path, json, "The database does not answer, try again later");
  }

  /** Checks that a request is answered with 503, as a problem that says when to try again. */
  public void assertUnavailable(
      HttpMethod method, String path, @Nullable String json, String detail) {
    ResponseEntity<JsonNode> answer = send(method, path, json);
    assertThat(answer.getStatusCode().value())
        .as("%s %s: %s", method, path, answer.getBody())
        .isEqualTo(503);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5");
    assertThat(answer.getBody().get("detail").asString()).isEqualTo(detail);
  }

  @Override
  public void close() {
    application.close();
    mysql.close();
  }
}
