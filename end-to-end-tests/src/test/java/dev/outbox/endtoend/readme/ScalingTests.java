package dev.outbox.endtoend.readme;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/scaling.md calculates with is what was measured last, or near enough for paper. */
class ScalingTests {

  /** A figure may be so many times the measured one, or that part of it. */
  private static final double NEAR = 1.5;

  /** {@code | what | measured | figure | in |}. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\| ([\\d,.]+) \\| \\[(\\w+)]");

  @Test
  void theCostsOfAnEventAreThoseThatWereMeasured() throws IOException {
    Map<String, Double> measured = measured();
    Map<String, Double> stated = new LinkedHashMap<>();
    Matcher row = ROW.matcher(read("scaling.md"));
    while (row.find()) {
      stated.put(row.group(1), Double.valueOf(row.group(2).replace(",", "")));
    }
    assertThat(stated).containsOnlyKeys(measured.keySet());
    assertThat(stated)
        .allSatisfy(
            (what, figure) ->
                assertThat(figure)
                    .as(what)
                    .isBetween(measured.get(what) / NEAR, measured.get(what) * NEAR));
  }

  private static Map<String, Double> measured() throws IOException {
    JsonNode relay = figures("relay");
    JsonNode drain = one(relay.get("drain"), "entrant", "BINLOG");
    JsonNode cpu = drain.get("cpuPerMillion");
    JsonNode saga = figures("saga");
    JsonNode order = saga.get("cpuMillisPerOrder");
    double all = order.valueStream().mapToDouble(JsonNode::asDouble).sum();
    JsonNode debezium = one(relay.get("drain"), "entrant", "DEBEZIUM_STREAMING");
    return Map.ofEntries(
        entry(
            "a commit of one row",
            (saga.get("rawBefore").asDouble() + saga.get("rawAfter").asDouble()) / 2),
        entry(
            "a transaction that writes a row and an event",
            one(relay.get("writer"), "kind", "APPEND").get("transactionsPerSecond").asDouble()),
        entry("the relay, draining", cpu.get("contender").asDouble()),
        entry("MySQL, where the relay drains and deletes", cpu.get("mysql").asDouble()),
        entry("Kafka, where the relay drains", cpu.get("kafka").asDouble()),
        entry("a backlog drained", drain.get("eventsPerSecond").asDouble()),
        entry("Debezium's engine, draining", debezium.at("/cpuPerMillion/contender").asDouble()),
        entry("an inbox whose handler writes a row", figures("inbox").get("inbox").asDouble()),
        entry("the relay, in the saga", order.get("outbox-relay").asDouble()),
        entry("the saga, all processes", all - order.get("idle").asDouble()));
  }

  private static JsonNode one(JsonNode list, String field, String value) {
    return list.valueStream()
        .filter(element -> element.get(field).asString().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode figures(String benchmark) throws IOException {
    return new JsonMapper().readTree(read("benchmarks/" + benchmark + ".json")).get("figures");
  }

  private static String read(String file) throws IOException {
    return Files.readString(Readme.PROJECT.resolve("docs").resolve(file));
  }
}
