package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.TestStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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
    return start(mode, Map.of("main", outboxes), settings);
  }

  /** The same over the outboxes of several servers, by the servers' names. */
  static RunningRelay start(
      String mode, Map<String, List<TestOutbox>> servers, String... settings) {
    List<String> arguments = arguments(mode, servers, List.of(settings));
    return new RunningRelay(
        new SpringApplicationBuilder(RelayApplication.class).run(arguments.toArray(String[]::new)));
  }

  /**
   * What the relay is started with.
   *
   * @param settings as {@code --name=value}; they replace those that are made here
   */
  static List<String> arguments(
      String mode, Map<String, List<TestOutbox>> servers, List<String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("spring.kafka.bootstrap-servers", TestStack.shared().kafka().bootstrapServers());
    all.put("outbox.relay.mode", mode);
    all.put("outbox.relay.error-ceiling", "500ms");
    // One after the other they are the same member: the next need not wait for a session's end.
    all.put("outbox.relay.group.instance-id", "relay-of-a-test");
    all.put("outbox.relay.operator.password", OPERATOR_PASSWORD);
    servers.forEach(
        (name, outboxes) -> {
          String server = "outbox.relay.servers." + name;
          all.put(server + ".url", outboxes.get(0).serverUrl());
          all.put(server + ".username", "relay");
          all.put(server + ".password", TestOutbox.RELAY_PASSWORD);
          for (TestOutbox outbox : outboxes) {
            all.put(server + ".outboxes." + outbox.name() + ".database", outbox.name());
            all.put(
                server + ".outboxes." + outbox.name() + ".source", "/services/" + outbox.name());
          }
        });
    for (String setting : settings) {
      String[] pair = setting.substring("--".length()).split("=", 2);
      all.put(pair[0], pair[1]);
    }
    return all.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
  }

  /** A setting: the outbox is read in mode polling, whatever the relay's mode is. */
  static String polling(TestOutbox outbox) {
    return "--outbox.relay.servers.main.outboxes." + outbox.name() + ".mode=polling";
  }

  /** For relays that are to know nothing of the progress of others. */
  static String[] groupOfItsOwn() {
    String name = "relays-" + UUID.randomUUID();
    return new String[] {
      "--outbox.relay.group.id=" + name, "--outbox.relay.group.topic=" + name + "-progress"
    };
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

  /** What the API finds of all that an outbox needs, by what was looked at. */
  Map<String, JsonNode> checks(TestOutbox outbox) {
    Map<String, JsonNode> checks = new TreeMap<>();
    json("/api/outboxes/" + outbox.name() + "/checks")
        .forEach(finding -> checks.put(finding.get("check").asString(), finding));
    return checks;
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
    HttpResponse<String> answer =
        operate("POST", "/api/outboxes/" + outbox.name() + "/parked/release?key=" + key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Override
  public void close() {
    context.close();
  }
}
