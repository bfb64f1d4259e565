package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.TestStack;
import dev.outbox.relay.worker.ServerRelays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The relay over some outboxes of the shared servers, reached over HTTP as operators do. */
final class RunningRelay implements AutoCloseable {

  private static final String OPERATOR_PASSWORD = "operator-of-a-test";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigurableApplicationContext context;

  private RunningRelay(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts it in this process. */
  static RunningRelay start(String mode, List<TestOutbox> outboxes, String... settings) {
    List<String> arguments = arguments(mode, outboxes, List.of(settings));
    return new RunningRelay(
        new SpringApplicationBuilder(RelayApplication.class).run(arguments.toArray(String[]::new)));
  }

  static List<String> arguments(String mode, List<TestOutbox> outboxes, List<String> settings) {
    TestStack stack = TestStack.shared();
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--spring.kafka.bootstrap-servers=" + stack.kafka().bootstrapServers());
    arguments.add("--outbox.relay.mode=" + mode);
    arguments.add("--outbox.relay.error-ceiling=500ms");
    if (settings.stream().noneMatch(setting -> setting.contains("group.instance-id"))) {
      // One after the other they are the same member: the next need not wait for a session's end.
      arguments.add("--outbox.relay.group.instance-id=relay-of-a-test");
    }
    arguments.addAll(settings);
    arguments.add("--outbox.relay.operator.password=" + OPERATOR_PASSWORD);
    arguments.add("--outbox.relay.servers.main.url=jdbc:mysql://127.0.0.1:" + stack.mysql().port());
    arguments.add("--outbox.relay.servers.main.username=relay");
    arguments.add("--outbox.relay.servers.main.password=" + TestOutbox.RELAY_PASSWORD);
    for (TestOutbox outbox : outboxes) {
      String prefix = "--outbox.relay.servers.main.outboxes." + outbox.name();
      arguments.add(prefix + ".database=" + outbox.name());
      arguments.add(prefix + ".source=/services/" + outbox.name());
    }
    return arguments;
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  /** As the operator. */
  HttpResponse<String> operate(String method, String path) {
    return send(method, path, OPERATOR_PASSWORD);
  }

  HttpResponse<String> send(String method, String path, @Nullable String password) {
    String port = context.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20));
    if (password != null) {
      String login = Base64.getEncoder().encodeToString(("operator:" + password).getBytes(UTF_8));
      request.header("Authorization", "Basic " + login);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode json(String path) {
    return json(get(path));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** What the API says of an outbox. */
  JsonNode outbox(TestOutbox outbox) {
    for (JsonNode view : json("/api/outboxes")) {
      if (view.get("name").asString().equals(outbox.name())) {
        return view;
      }
    }
    throw new AssertionError("no outbox " + outbox.name());
  }

  void awaitState(TestOutbox outbox, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(outbox(outbox).get("state").asString())
                    .as(outbox(outbox).toString())
                    .isEqualTo(state));
  }

  void awaitDrained(TestOutbox outbox) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(outbox.rows()).as("%s", outbox(outbox)).isZero());
  }

  /** What an operator does about a parked key. */
  void release(TestOutbox outbox, String key) {
    try {
      context.getBean(ServerRelays.class).all().get(0).release(outbox.name(), key);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
