package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The commands of the README do what it says: run as they stand there, on other ports and with a
 * state of their own. The order of the tests only saves a start of the servers.
 */
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "./saga up starts processes")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeEndToEndTests {

  static final String BY_HAND = "The saga by hand";
  static final String BY_ITSELF = "Each service by itself";

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Path FOLDER = Path.of("target", "readme").toAbsolutePath();
  private static final Path STATE = FOLDER.resolve("state");

  private static final Readme README = Readme.read();
  private static final DemoPorts PORTS = new DemoPorts(README);
  private static Shell shell;
  private static Background down;

  @BeforeAll
  static void prepare() throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve("variables"));
    Map<String, String> environment = new HashMap<>(PORTS.environment());
    String jdk = System.getProperty("java.home");
    environment.put("JAVA_HOME", jdk);
    environment.put("PATH", jdk + "/bin:" + System.getenv("PATH"));
    environment.put("SAGA_STATE", STATE.toString());
    environment.put("SAGA_BUILD", "no");
    shell = new Shell(FOLDER, environment);
    shell.run("./saga down --wipe");
    down = shell.later("down", "./saga down --wipe");
  }

  @AfterAll
  static void stop() {
    down.close();
  }

  @Test
  @Order(1)
  void eachServiceRunsByItself() {
    List<Server> servers = new ArrayList<>();
    try {
      for (Command command : commands(BY_ITSELF)) {
        if (command.isServer()) {
          servers.add(Server.start(shell, PORTS, command));
        } else {
          play(command);
        }
      }
      assertThat(servers).hasSizeGreaterThan(4).allSatisfy(Server::awaitHealthy);
    } finally {
      servers.parallelStream().forEach(Server::close);
    }
  }

  @Test
  @Order(2)
  void theSagaByHandGoesAsItIsTold() {
    List<Command> commands = commands(BY_HAND);
    for (Command command : commands) {
      play(command);
      if (command.comment().contains("place an order")) {
        play(order(commands));
      }
    }
    assertThat(README.files())
        .filteredOn(file -> file.startsWith(".local/"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(STATE.resolve(file.substring(7))).exists());
  }

  private static List<Command> commands(String title) {
    return README.section(title).commands().stream()
        .filter(command -> !ReadmeTests.NOT_RUN.containsKey(command.text()))
        .toList();
  }

  private static Command order(List<Command> commands) {
    return commands.stream()
        .filter(command -> command.text().contains("-X POST"))
        .findFirst()
        .orElseThrow();
  }

  /** What is only looked at is looked at until it is as shown: the saga takes a moment. */
  private static void play(Command command) {
    if (command.isRequest() || Shown.by(command).isEmpty()) {
      playOnce(command);
    } else {
      await().atMost(LONG).untilAsserted(() -> playOnce(command));
    }
  }

  private static void playOnce(Command command) {
    Shell.Result result = shell.run(PORTS.in(command.text()));
    assertThat(result.status()).as("%s%n%s", command.text(), result.output()).isZero();
    for (Shown shown : Shown.by(command)) {
      assertThat(result.output())
          .as("answer to: %s", command.text())
          .matches(shown.in(), "shows " + shown.text());
    }
  }
}
