package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.ServiceProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Operators release and discard many keys, which they have counted before. */
@SampleTest
class BulkParkedHttpIntegrationTests {

  private static final int KEYS = 3;

  private final String run = UUID.randomUUID().toString();
  private final String reason = "reason=told+to+fail+at+" + run;

  @Autowired private ThingHandler handler;
  @Autowired private ServiceProbe service;

  @BeforeEach
  void park() {
    service.awaitHealthy();
    handler.failing.add(run);
    for (int key = 0; key < KEYS; key++) {
      service.publisher().publish(new ThingHappened(key + run, run));
      service.publisher().publish(new ThingHappened(key + run, "behind"));
    }
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("inbox_parked WHERE parked_key LIKE ?", "_" + run) == KEYS * 2);
    await()
        .atMost(ServiceProbe.LONG)
        .until(
            () ->
                service.count(
                        "inbox_parked_key WHERE parked_key LIKE ? AND next_attempt_at IS NULL",
                        "_" + run)
                    == KEYS);
    assertThat(service.get("/inbox/parked/count?" + reason).getBody().toString())
        .isEqualTo("{\"keys\":3,\"events\":6}");
  }

  @AfterEach
  void mend() {
    handler.failing.clear();
  }

  @Test
  void keysAreReleasedWithTheConfirmedCount() {
    handler.failing.clear();
    ResponseEntity<JsonNode> answer =
        operate(HttpMethod.POST, "/inbox/parked/release-all?" + reason + "&count=3");
    assertThat(answer.getBody().toString()).isEqualTo("{\"released\":3}");
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("thing WHERE id LIKE ?", "_" + run) == KEYS * 2);
  }

  @Test
  void eventsAreDiscardedWithTheConfirmedCountOnly() {
    for (int wrong : List.of(2, 4)) {
      ResponseEntity<JsonNode> refused =
          operate(HttpMethod.DELETE, "/inbox/parked?" + reason + "&count=" + wrong);
      assertThat(refused.getStatusCode().value()).isEqualTo(409);
      assertThat(refused.getBody().get("detail").asString())
          .startsWith("3 parked keys match, and " + wrong + " were confirmed");
    }
    assertThat(service.count("inbox_parked WHERE parked_key LIKE ?", "_" + run)).isEqualTo(6);
    ResponseEntity<JsonNode> answer =
        operate(HttpMethod.DELETE, "/inbox/parked?" + reason + "&count=3");
    assertThat(answer.getBody().toString())
        .isEqualTo("{\"discarded\":3,\"keptIn\":\"inbox_discarded\"}");
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("thing WHERE id LIKE ?", "_" + run) == KEYS);
    assertThat(service.count("inbox_discarded WHERE parked_key LIKE ?", "_" + run)).isEqualTo(KEYS);
  }

  @Test
  void commandsNeedTheOperatorAndSayWhichKeysTheyMean() {
    for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.DELETE)) {
      String path = method == HttpMethod.POST ? "/inbox/parked/release-all" : "/inbox/parked";
      assertThat(send(method, path + "?all=true&count=3", Map.of()).getStatusCode().value())
          .isEqualTo(401);
      for (String wrong : List.of("?count=3", "?all=true&" + reason + "&count=3")) {
        ResponseEntity<JsonNode> answer = operate(method, path + wrong);
        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("detail").asString()).startsWith("Say which keys");
      }
      assertThat(operate(method, path + "?all=true").getStatusCode().value())
          .as("without a count")
          .isEqualTo(400);
    }
  }

  @Test
  void pagesAreLinked() {
    List<String> keys = new ArrayList<>();
    String page = "/inbox/parked?limit=2&" + reason;
    for (int pages = 0; pages < 2; pages++) {
      ResponseEntity<JsonNode> answer = service.get(page);
      answer.getBody().forEach(view -> keys.add(view.get("key").asString()));
      String link = answer.getHeaders().getFirst(HttpHeaders.LINK);
      assertThat(link == null).isEqualTo(pages == 1);
      if (link != null) {
        assertThat(link).endsWith(">; rel=\"next\"");
        page = java.net.URI.create(link.substring(1, link.indexOf('>'))).toString();
        assertThat(page).contains("limit=2").contains("told%20to%20fail");
        page = page.replace("%20", "+");
      }
    }
    assertThat(keys).containsExactlyInAnyOrder("0" + run, "1" + run, "2" + run);
    assertThat(service.get("/inbox/parked?limit=0").getStatusCode().value()).isEqualTo(400);
    assertThat(service.get("/inbox/parked?after=x").getStatusCode().value()).isEqualTo(400);
  }

  private ResponseEntity<JsonNode> operate(HttpMethod method, String path) {
    String login =
        "Basic " + HttpHeaders.encodeBasicAuth("operator", SampleTest.OPERATOR_PASSWORD, UTF_8);
    return send(method, path, Map.of(HttpHeaders.AUTHORIZATION, login));
  }

  private ResponseEntity<JsonNode> send(
      HttpMethod method, String path, Map<String, String> headers) {
    return service.send(method, path, MediaType.APPLICATION_JSON, new byte[0], headers);
  }
}
