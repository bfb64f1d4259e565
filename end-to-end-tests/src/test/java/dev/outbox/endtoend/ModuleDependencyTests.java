package dev.outbox.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dependencies between modules point one way: services, then outbox-starter, then shared-events.
 */
class ModuleDependencyTests {

  private static final List<String> MODULES =
      List.of(
          "local-stack",
          "shared-events",
          "outbox-starter",
          "web-support",
          "outbox-relay",
          "order-service",
          "inventory-service",
          "notification-service");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream().map(module -> Path.of("..", module, "target", "classes")).toList());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events",
        "starter",
        "web",
        "relay",
        "order",
        "inventory",
        "notification",
        "localstack"
      })
  void everyModuleIsLookedAt(String module) {
    assertThat(CLASSES)
        .anySatisfy(c -> assertThat(c.getPackageName()).startsWith("dev.outbox." + module));
  }

  @Test
  void sharedEventsDependOnNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("dev.outbox.events..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "org.apache.kafka..",
            "java.sql..",
            "javax.sql..",
            "dev.outbox.starter..",
            "dev.outbox.relay..")
        .check(CLASSES);
  }

  @Test
  void theStarterDependsOnNoServiceAndNotOnTheRelay() {
    noClasses()
        .that()
        .resideInAPackage("dev.outbox.starter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.outbox.order..",
            "dev.outbox.inventory..",
            "dev.outbox.notification..",
            "dev.outbox.relay..",
            "dev.outbox.web..",
            "dev.outbox.events.order..",
            "dev.outbox.events.inventory..",
            "dev.outbox.events.notification..")
        .check(CLASSES);
  }

  @Test
  void theRelayMovesBytesAndKnowsNoneOfUs() {
    noClasses()
        .that()
        .resideInAPackage("dev.outbox.relay..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.outbox.events..",
            "dev.outbox.starter..",
            "dev.outbox.order..",
            "dev.outbox.inventory..",
            "dev.outbox.notification..",
            "dev.outbox.localstack..")
        .check(CLASSES);
  }

  @Test
  void servicesKnowEachOtherOnlyByTheirEvents() {
    for (String service : List.of("order", "inventory", "notification")) {
      List<String> others =
          List.of("order", "inventory", "notification").stream()
              .filter(other -> !other.equals(service))
              .map(other -> "dev.outbox." + other + "..")
              .toList();
      noClasses()
          .that()
          .resideInAPackage("dev.outbox." + service + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others.toArray(String[]::new))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("dev.outbox.relay..")
          .check(CLASSES);
    }
  }

  @Test
  void featuresFormNoCycles() {
    slices().matching("dev.outbox.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
