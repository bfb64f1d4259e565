package dev.outbox.endtoend.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The containers of the demo are reached from this machine only, and may do no more than they need.
 */
class ComposeFilesTests {

  /** A variable with its default, as {@code ${NAME:-default}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:-([^}]*))?}");

  private static final List<String> APPLICATIONS =
      List.of("order-service", "inventory-service", "notification-service", "outbox-relay");

  private final ComposeFile demo = ComposeFile.read("docker-compose.yml");
  private final ComposeFile ha = ComposeFile.read("docker-compose.ha.yml");

  @TestFactory
  Stream<DynamicTest> eachPublishedPortIsOnLoopback() {
    return services(
        (name, service) ->
            assertThat(ComposeFile.ports(service))
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:")));
  }

  @TestFactory
  Stream<DynamicTest> eachImageHasItsVersion() {
    return services(
        (name, service) -> {
          if (service.get("image") instanceof String image) {
            assertThat(image).matches("[a-z0-9./-]+:v?[0-9][0-9.]*");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsBuiltHereIsConfined() {
    return demo.services().entrySet().stream()
        .filter(service -> service.getValue().containsKey("build"))
        .map(
            service ->
                DynamicTest.dynamicTest(
                    service.getKey(),
                    () ->
                        assertThat(service.getValue())
                            .containsEntry("read_only", true)
                            .containsEntry("cap_drop", List.of("ALL"))
                            .containsEntry("security_opt", List.of("no-new-privileges:true"))));
  }

  @TestFactory
  Stream<DynamicTest> eachContainerHasALimitOfMemory() {
    return services(
        (name, service) -> {
          if (service.containsKey("image") || service.containsKey("build")) {
            assertThat(service).containsKey("mem_limit");
          }
        });
  }

  @Test
  void theImagesRunAsSomebodyWhoIsNotRootAndKnowWhetherTheyAreHealthy() {
    String dockerfile = ComposeFile.text("Dockerfile");
    for (String stage :
        dockerfile.substring(dockerfile.indexOf("AS application")).split("\nFROM ")) {
      String user = "application"; // that of the stage it is made from
      Matcher users = Pattern.compile("(?m)^USER (\\S+)").matcher(stage);
      while (users.find()) {
        user = users.group(1);
      }
      assertThat(user).as(stage).isEqualTo("application");
    }
    assertThat(dockerfile).contains("HEALTHCHECK", "-XX:MaxRAMPercentage=");
  }

  @Test
  void theExampleOfEnvHasEachVariableWithItsDefault() {
    Map<String, String> used = new TreeMap<>();
    ComposeFile.all()
        .forEach(
            file ->
                VARIABLE
                    .matcher(file.text())
                    .results()
                    .forEach(
                        variable ->
                            used.put(
                                variable.group(1),
                                variable.group(3) == null ? "" : variable.group(3))));
    Map<String, String> shown = new TreeMap<>();
    Pattern.compile("(?m)^([A-Z_]+)=(.*)$")
        .matcher(ComposeFile.text(".env.example"))
        .results()
        .forEach(line -> shown.put(line.group(1), line.group(2)));
    assertThat(shown).isEqualTo(used);
  }

  @Test
  void withHighAvailabilityThereAreTwoOfEachApplicationAndThreeBrokers() {
    assertThat(ha.services()).containsKeys("kafka-2", "kafka-3");
    for (String application : APPLICATIONS) {
      assertThat(ha.services().get(application + "-2"))
          .as(application)
          .containsEntry("extends", Map.of("file", "docker-compose.yml", "service", application));
    }
  }

  @Test
  void withHighAvailabilityWhatIsAcknowledgedIsOnTwoBrokersAtLeast() {
    for (String broker : List.of("kafka", "kafka-2", "kafka-3")) {
      assertThat(ha.services().get(broker).get("environment"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .as(broker)
          .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", 3)
          .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", 2)
          .containsEntry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", 3)
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", 3)
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", 2);
    }
    for (String application : APPLICATIONS) {
      for (String instance : List.of(application, application + "-2")) {
        assertThat(ha.services().get(instance).get("environment"))
            .asInstanceOf(InstanceOfAssertFactories.MAP)
            .as(instance)
            .containsEntry("OUTBOX_TOPICS_REPLICATION", 3);
      }
    }
  }

  @Test
  void withHighAvailabilityOnlyFirstInstancesPublishPorts() {
    assertThat(ha.services())
        .allSatisfy(
            (name, service) -> {
              assertThat(ComposeFile.ports(service)).as(name).isEmpty();
              if (name.matches(".*-[0-9]")) {
                // Without, those of the first would be inherited.
                assertThat(service).as(name).containsKey("ports");
              }
            });
  }

  private interface Check {
    void of(String name, Map<String, Object> service);
  }

  private static Stream<DynamicTest> services(Check check) {
    return ComposeFile.all().stream()
        .flatMap(
            file ->
                file.services().entrySet().stream()
                    .map(
                        service ->
                            DynamicTest.dynamicTest(
                                file.name() + ": " + service.getKey(),
                                () -> check.of(service.getKey(), service.getValue()))));
  }
}
