package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.EventJson;
import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.ServiceProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@SampleTest
class ParkingIntegrationTests {

  private static final String TYPE = "test.ThingHappened.v1";

  private final String key = UUID.randomUUID() + "/a b";

  @Autowired private ThingHandler handler;
  @Autowired private ServiceProbe service;
  @Autowired private InboxHealthIndicator health;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void start() {
    service.awaitHealthy();
  }

  @AfterEach
  void mend() {
    handler.failing.clear();
  }

  @Test
  void aFailingEventParksItsKeyOnlyAndIsTriedAgainByItself() {
    handler.failing.add("fails");
    send(key, "fails");
    send(key, "behind");
    String other = UUID.randomUUID().toString();
    send(other, "fine");
    awaitTexts(other, "fine");
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> parked() != null && parked().get("count").asInt() == 2);
    assertThat(texts(key)).as("nothing is left of failed attempts").isEmpty();
    JsonNode events = parked().get("events");
    assertThat(events.get(0).get("reason").asString()).contains("told to fail at fails");
    assertThat(events.get(1).get("attempts").asInt()).as("it waits behind").isZero();
    assertThat(health.health().getStatus()).as("other keys flow").isEqualTo(Status.UP);
    assertThat(((ParkedSummary) health.health().getDetails().get("parked")).keys()).isPositive();
    handler.failing.clear();
    awaitTexts(key, "fails", "behind");
    await().atMost(ServiceProbe.LONG).until(() -> parked() == null);
  }

  @Test
  void afterTheLimitAKeyWaitsForAnOperatorWhoReleasesItInOrder() {
    handler.failing.add("fails");
    send(key, "fails");
    awaitOperator();
    assertThat(parked().get("events").get(0).get("attempts").asInt()).isEqualTo(12);
    handler.failing.clear();
    send(key, "later");
    await().atMost(ServiceProbe.LONG).until(() -> parked().get("count").asInt() == 2);
    ResponseEntity<JsonNode> released = operate(HttpMethod.POST, key + "/release");
    assertThat(released.getStatusCode().value()).isEqualTo(200);
    assertThat(released.getBody().get("handled").asInt()).isEqualTo(2);
    assertThat(released.getBody().get("left").asInt()).isZero();
    assertThat(texts(key)).containsExactly("fails", "later");
    assertThat(operate(HttpMethod.POST, key + "/release").getStatusCode().value()).isEqualTo(404);
  }

  @Test
  void aParkedEventKeepsItsTrace() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Map<String, String> headers = headers(UUID.randomUUID().toString());
    headers.put("traceparent", trace);
    handler.failing.add("fails");
    service
        .publisher()
        .send("thing-events", key, headers, EventJson.write(new ThingHappened(key, "fails")));
    await().atMost(ServiceProbe.LONG).until(() -> parked() != null);
    handler.failing.clear();
    awaitTexts(key, "fails");
    assertThat(
            jdbc.sql("SELECT traceparent FROM outbox_event WHERE aggregateid = ?")
                .param(key)
                .query(String.class)
                .single())
        .isEqualTo(trace);
  }

  @Test
  void noneButTheOperatorsRequestHandlesWhatItReleases() {
    handler.failing.add("0");
    send(key, "0");
    awaitOperator();
    IntStream.range(1, 200).forEach(i -> send(key, String.valueOf(i)));
    await().atMost(ServiceProbe.LONG).until(() -> parked().get("count").asInt() == 200);
    handler.failing.clear();
    JsonNode released = operate(HttpMethod.POST, key + "/release").getBody();
    assertThat(released.get("handled").asInt()).isEqualTo(200);
    assertThat(released.get("left").asInt()).isZero();
  }

  @Test
  void whatArrivesWhileAKeyIsReleasedStaysBehindWhatWaited() {
    handler.failing.add("0");
    send(key, "0");
    awaitOperator();
    List<String> texts =
        new ArrayList<>(IntStream.range(0, 120).mapToObj(String::valueOf).toList());
    for (int i = 1; i < 60; i++) {
      send(key, texts.get(i));
    }
    handler.failing.clear();
    Thread sending = new Thread(() -> texts.subList(60, 120).forEach(text -> send(key, text)));
    sending.start();
    assertThat(operate(HttpMethod.POST, key + "/release").getStatusCode().value()).isEqualTo(200);
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(() -> assertThat(texts(key)).containsExactlyElementsOf(texts));
    await().atMost(ServiceProbe.LONG).until(() -> parked() == null);
  }

  @Test
  void whatBreaksItsContractWaitsForAnOperatorAtOnceAndCanBeDiscarded() {
    service.publisher().send("thing-events", key, headers("bad-" + key.hashCode()), "{not json");
    send(key, "behind");
    String other = UUID.randomUUID().toString();
    send(other, "fine");
    awaitTexts(other, "fine");
    awaitOperator();
    await().atMost(ServiceProbe.LONG).until(() -> parked().get("count").asInt() == 2);
    JsonNode event = parked().get("events").get(0);
    assertThat(event.get("attempts").asInt()).isZero();
    assertThat(event.get("reason").asString()).isNotBlank();
    String id = event.get("id").asString();
    ResponseEntity<JsonNode> discarded = operate(HttpMethod.DELETE, key + "/events/" + id);
    assertThat(discarded.getStatusCode().value()).isEqualTo(200);
    assertThat(discarded.getBody().get("left").asInt()).isEqualTo(1);
    assertThat(
            jdbc.sql("SELECT payload FROM inbox_discarded WHERE id = ?")
                .param(id)
                .query((row, number) -> new String(row.getBytes(1), UTF_8))
                .single())
        .isEqualTo("{not json");
    assertThat(operate(HttpMethod.POST, key + "/release").getStatusCode().value()).isEqualTo(200);
    awaitTexts(key, "behind");
  }

  @Test
  void whatItsSchemaDoesNotAllowWaitsForAnOperatorWithWhatTheValidatorSays() {
    // The class would take it: without the schema the handler would be called.
    String payload = "{\"thingId\":\"%s\",\"text\":\"\",\"addedLater\":1}".formatted(key);
    String id = UUID.randomUUID().toString();
    service.publisher().send("thing-events", key, headers(id), payload);
    send(key, "behind");
    awaitOperator();
    await().atMost(ServiceProbe.LONG).until(() -> parked().get("count").asInt() == 2);
    JsonNode event = parked().get("events").get(0);
    assertThat(event.get("reason").asString())
        .isEqualTo("Not a valid test.ThingHappened.v1: /text: must be at least 1 characters long");
    assertThat(event.get("attempts").asInt()).as("it was not tried, nor will be").isZero();
    assertThat(handler.seen).noneMatch(seen -> seen.id().equals(id));
    assertThat(texts(key)).isEmpty();
    assertThat(operate(HttpMethod.POST, key + "/release").getBody().get("failure").asString())
        .as("a release tries it again")
        .contains("/text: must be at least 1 characters long");
    assertThat(operate(HttpMethod.DELETE, key + "/events/" + id).getStatusCode().value())
        .isEqualTo(200);
    operate(HttpMethod.POST, key + "/release");
    awaitTexts(key, "behind");
  }

  @Test
  void anEventWithoutAnIdIsKept() {
    Map<String, String> headers = headers("unused");
    headers.remove("ce_id");
    service.publisher().send("thing-events", key, headers, "{\"thingId\":\"x\",\"text\":\"y\"}");
    awaitOperator();
    assertThat(parked().get("events").get(0).get("reason").asString()).contains("no ce_id");
  }

  @Test
  void onlyOperatorsChangeAnythingAndNotFromPagesOfOtherSites() {
    for (String path : List.of("/inbox/parked/k/release", "/inbox/parked/release?key=k")) {
      assertThat(send(HttpMethod.POST, path, Map.of()).getStatusCode().value()).isEqualTo(401);
      assertThat(send(HttpMethod.POST, path, login("wrong")).getStatusCode().value())
          .isEqualTo(401);
    }
    assertThat(
            send(HttpMethod.DELETE, "/inbox/parked/k/events/e", Map.of()).getStatusCode().value())
        .isEqualTo(401);
    Map<String, String> foreign = new java.util.HashMap<>(login(SampleTest.OPERATOR_PASSWORD));
    foreign.put(HttpHeaders.ORIGIN, "https://elsewhere.example");
    assertThat(send(HttpMethod.POST, "/inbox/parked/k/release", foreign).getStatusCode().value())
        .isEqualTo(403);
    assertThat(service.get("/inbox/parked").getStatusCode().value()).isEqualTo(200);
    assertThat(operate(HttpMethod.POST, "k/release").getStatusCode().value()).isEqualTo(404);
  }

  private void send(String thing, String text) {
    service.publisher().publish(new ThingHappened(thing, text));
  }

  private static Map<String, String> headers(String id) {
    return dev.outbox.starter.testing.Publisher.headers(id, TYPE);
  }

  private void awaitTexts(String thing, String... texts) {
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly(texts));
  }

  private void awaitOperator() {
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> parked() != null && parked().get("nextAttempt").isNull());
  }

  private List<String> texts(String thing) {
    return jdbc.sql("SELECT text FROM thing WHERE id = ? ORDER BY number")
        .param(thing)
        .query(String.class)
        .list();
  }

  /** What the API says of the key; null if it is not parked. */
  private @Nullable JsonNode parked() {
    for (JsonNode view : service.get("/inbox/parked").getBody()) {
      if (view.get("key").asString().equals(key)) {
        return view;
      }
    }
    return null;
  }

  private ResponseEntity<JsonNode> operate(HttpMethod method, String rest) {
    return send(method, "/inbox/parked/" + rest, login(SampleTest.OPERATOR_PASSWORD));
  }

  private ResponseEntity<JsonNode> send(
      HttpMethod method, String path, Map<String, String> headers) {
    return service.send(method, path, MediaType.APPLICATION_JSON, new byte[0], headers);
  }

  private static Map<String, String> login(String password) {
    return Map.of(
        HttpHeaders.AUTHORIZATION,
        "Basic " + HttpHeaders.encodeBasicAuth("operator", password, UTF_8));
  }
}
