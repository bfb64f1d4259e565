package dev.outbox.endtoend.observability;

import static dev.outbox.endtoend.observability.Monitoring.FILES;
import static dev.outbox.endtoend.observability.Monitoring.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The files of Prometheus, Grafana and docker compose agree with each other and with the
 * documentation. That the applications have what is asked of them, SagaEndToEndTests shows.
 */
class ObservabilityTests {

  private static final List<String> APPLICATIONS =
      List.of("outbox-relay", "order-service", "inventory-service", "notification-service");
  private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:\\$\\{\\w+:-\\d+}:\\d+");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private final JsonNode compose = Monitoring.yaml(PROJECT.resolve("docker-compose.yml"));
  private final JsonNode beside =
      Monitoring.yaml(PROJECT.resolve("docker-compose.observability.yml"));

  @Test
  void everyPanelAsksADataSourceThatIsProvisioned() {
    Set<String> provisioned = new HashSet<>();
    for (JsonNode source :
        Monitoring.yaml(FILES.resolve("grafana/provisioning/datasources/datasources.yml"))
            .get("datasources")) {
      provisioned.add(source.get("type").asString() + " " + source.get("uid").asString());
      assertThat(beside.get("services").propertyNames())
          .contains(source.get("url").asString().split("[:/]+")[1]);
    }
    for (JsonNode dashboard : Monitoring.dashboards()) {
      List<JsonNode> asking = new ArrayList<>(dashboard.findParents("refId"));
      dashboard.get("panels").forEach(asking::add);
      asking.removeIf(node -> node.path("type").asString("").equals("row") || node.has("query"));
      assertThat(asking)
          .hasSizeGreaterThan(15)
          .allSatisfy(node -> assertThat(source(node)).isIn(provisioned));
      assertThat(dashboard.findParents("datasource"))
          .allSatisfy(node -> assertThat(source(node)).isIn(provisioned));
    }
  }

  private static String source(JsonNode node) {
    JsonNode source = node.path("datasource");
    return source.path("type").asString("") + " " + source.path("uid").asString("");
  }

  @Test
  void panelsHaveIdsOfTheirOwnAndDoNotCoverEachOther() {
    Set<String> dashboards = new HashSet<>();
    for (JsonNode dashboard : Monitoring.dashboards()) {
      assertThat(dashboards.add(dashboard.get("uid").asString())).isTrue();
      Set<Integer> ids = new HashSet<>();
      Set<List<Integer>> cells = new HashSet<>();
      for (JsonNode panel : dashboard.get("panels")) {
        String title = dashboard.get("title").asString() + ", " + panel.get("title").asString();
        assertThat(ids.add(panel.get("id").asInt())).as("the id of %s", title).isTrue();
        JsonNode place = panel.get("gridPos");
        int x = place.get("x").asInt();
        int y = place.get("y").asInt();
        assertThat(x + place.get("w").asInt()).as("width of %s", title).isLessThanOrEqualTo(24);
        for (int i = 0; i < place.get("w").asInt() * place.get("h").asInt(); i++) {
          int w = place.get("w").asInt();
          assertThat(cells.add(List.of(x + i % w, y + i / w))).as("%s is alone", title).isTrue();
        }
      }
    }
    assertThat(dashboards).containsExactlyInAnyOrder("outbox-relay", "outbox-inbox", "outbox-saga");
  }

  @Test
  void everyAlertWaitsSaysHowUrgentItIsAndLeadsToWhatToDo() {
    assertThat(Monitoring.alerts())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            alert -> {
              assertThat(alert.get("for").asString()).matches("[1-9]\\d*m");
              assertThat(alert.get("labels").get("severity").asString())
                  .isIn("critical", "warning");
              assertThat(alert.get("annotations").get("summary").asString()).isNotBlank();
              String[] runbook = alert.get("annotations").get("runbook").asString().split("#");
              assertThat(headings(PROJECT.resolve(runbook[0]))).contains(runbook[1]);
            });
  }

  private static Stream<String> headings(Path page) {
    return HEADING
        .matcher(Monitoring.read(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'));
  }

  @Test
  void everyAlertHasATestAndIsInTheDocumentation() {
    Set<String> alerts = new TreeSet<>();
    Monitoring.alerts().forEach(alert -> alerts.add(alert.get("alert").asString()));
    Set<String> tested = new TreeSet<>();
    for (JsonNode raised :
        Monitoring.yaml(FILES.resolve("prometheus/alerts.test.yml")).findParents("exp_alerts")) {
      if (!raised.get("exp_alerts").isEmpty()) {
        tested.add(raised.get("alertname").asString());
      }
    }
    assertThat(tested).isEqualTo(alerts);
    String page = Monitoring.read(PROJECT.resolve("docs/observability.md"));
    assertThat(alerts).allSatisfy(alert -> assertThat(page).contains("| `" + alert + "` |"));
  }

  @Test
  void allApplicationsAreScrapedWhereComposeHasThem() {
    Set<String> scraped = new TreeSet<>();
    for (JsonNode job :
        Monitoring.yaml(FILES.resolve("prometheus/prometheus.yml")).get("scrape_configs")) {
      String name = job.get("job_name").asString();
      scraped.add(name);
      assertThat(job.get("metrics_path").asString()).isEqualTo("/actuator/prometheus");
      assertThat(job.get("static_configs").get(0).get("targets").get(0).asString())
          .isEqualTo(name + ":8080");
      assertThat(compose.get("services").get(name).get("ports").get(0).asString())
          .endsWith(":8080");
    }
    assertThat(scraped).containsExactlyInAnyOrderElementsOf(APPLICATIONS);
  }

  @Test
  void whatRunsBesideIsPinnedLimitedAndReachedOnThisMachineOnly() {
    beside
        .get("services")
        .properties()
        .forEach(
            entry -> {
              JsonNode service = entry.getValue();
              if (compose.get("services").has(entry.getKey())) {
                assertThat(service.propertyNames()).containsExactly("environment");
                return;
              }
              assertThat(service.get("image").asString()).matches("[\\w/]+:v?\\d+\\.\\d+\\.\\d+");
              assertThat(service.get("mem_limit").asString()).endsWith("m");
              assertThat(service.get("read_only").asBoolean()).isTrue();
              assertThat(service.get("ports"))
                  .hasSize(1)
                  .allSatisfy(port -> assertThat(port.asString()).matches(LOOPBACK));
              for (JsonNode volume : service.path("volumes")) {
                String[] mount = volume.asString().split(":");
                if (mount[0].startsWith(".")) {
                  assertThat(PROJECT.resolve(mount[0])).exists();
                  assertThat(mount[2]).isEqualTo("ro");
                } else {
                  assertThat(beside.get("volumes").propertyNames()).contains(mount[0]);
                }
              }
            });
  }
}
