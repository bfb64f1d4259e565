package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README names is there. */
class ReadmeTests {

  /** Commands that no test runs, and why. */
  static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("./saga demo", "a story of minutes, which .ci/run plays"),
          Map.entry("./saga demo --docker", "needs Docker, and builds images"),
          Map.entry("docker compose up --build --wait", "needs Docker, and builds images"),
          Map.entry(
              "export COMPOSE_FILE=docker-compose.yml:docker-compose.ha.yml", "is for the next"),
          Map.entry(
              "./saga demo --docker --without kafka-2 --without outbox-relay-2",
              "needs Docker; .ci/run plays it where there is one"),
          Map.entry("./saga test", "runs this test"),
          Map.entry("./saga contracts", "builds, which .ci/run has it do"),
          Map.entry("./saga test -Dstack=containers", "runs this test"),
          Map.entry("./saga bench relay", "needs twenty minutes and the whole machine"),
          Map.entry("./saga bench inbox", "needs minutes and the whole machine"),
          Map.entry("./saga bench saga", "needs minutes and the whole machine"),
          Map.entry("./saga bench append", "needs minutes and the whole machine"),
          Map.entry("./saga chaos", "takes ten minutes; ChaosEndToEndTests is its short form"),
          Map.entry("./mvnw -DskipTests package", "has been done when this test runs"),
          Map.entry("./mvnw -DskipTests install", "writes to the user's Maven repository"));

  private static final Pattern SAGA = Pattern.compile("\\./saga( [^`#\\n]*)?");
  private static final Pattern OPTION_IN_COMMENT = Pattern.compile("# .*?(--[a-z]+)");

  private final Readme readme = Readme.read();

  @Test
  void everyCommandIsRunOrIsListedAsOneThatIsNot() {
    List<String> run =
        Stream.of(ReadmeEndToEndTests.BY_HAND, ReadmeEndToEndTests.BY_ITSELF)
            .flatMap(title -> readme.section(title).commands().stream())
            .map(Command::text)
            .toList();
    assertThat(readme.commands())
        .extracting(Command::text)
        .filteredOn(command -> !run.contains(command))
        .as("run it in ReadmeEndToEndTests, or add it to NOT_RUN with a reason")
        .isSubsetOf(NOT_RUN.keySet());
  }

  @Test
  void whatIsListedAsNotRunIsInTheReadme() {
    List<String> commands = readme.commands().stream().map(Command::text).toList();
    assertThat(NOT_RUN.keySet()).filteredOn(command -> !commands.contains(command)).isEmpty();
  }

  @Test
  void theHelpOfTheScriptExplainsEachOfItsCommandsAndOptions(@TempDir Path folder) {
    SagaHelp help = SagaHelp.of(new Shell(folder, Map.of()).run("./saga help").output());
    assertThat(SAGA.matcher(readme.text()).results().map(MatchResult::group))
        .isNotEmpty()
        .filteredOn(command -> !help.explains(command))
        .isEmpty();
    Stream<String> named = readme.spans().stream().filter(span -> span.startsWith("-"));
    Stream<String> inComments =
        OPTION_IN_COMMENT.matcher(readme.text()).results().map(option -> option.group(1));
    assertThat(Stream.concat(named, inComments))
        .isNotEmpty()
        .filteredOn(option -> !help.explainsOption(option))
        .isEmpty();
  }

  @Test
  void everyFileThatItNamesOrLinksToExists() {
    assertThat(readme.files())
        .filteredOn(file -> !file.startsWith(".local"))
        .hasSizeGreaterThan(15)
        .filteredOn(file -> !Files.exists(Readme.PROJECT.resolve(file)))
        .isEmpty();
  }
}
