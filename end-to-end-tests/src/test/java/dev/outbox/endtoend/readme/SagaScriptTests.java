package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code saga} script in a project of its own, whose Java and Maven only say what they got. */
class SagaScriptTests {

  private static final String LOCAL_STACK = "local-stack/target/";

  @TempDir private Path folder;
  private Path project;
  private Path state;

  @BeforeEach
  void prepare() throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    state = folder.resolve("state");
    Files.copy(
        Readme.PROJECT.resolve("saga"),
        project.resolve("saga"),
        StandardCopyOption.COPY_ATTRIBUTES);
    write(project.resolve(LOCAL_STACK + "local-stack.jar"), "");
    write(
        project.resolve(LOCAL_STACK + "classes/dev/outbox/localstack/runtime.classpath"), "x.jar");
    script(folder.resolve("jdk/bin/javac"), "echo javac 17.0.1");
    script(
        folder.resolve("jdk/bin/java"),
        "printf '%s\\n' \"$@\" >\"$SAID/arguments\"; cat >\"$SAID/input\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "down --wipe",
        "up",
        "start mysql",
        "stop mysql",
        "status",
        "logs kafka",
        "chaos",
        "bench inbox",
        "demo"
      })
  void aFolderOfOthersIsNeitherUsedNorWiped(String command) throws IOException {
    Path photo = write(state.resolve("data/photos/a.jpg"), "photo");
    Path database = write(state.resolve("data/mysql/ibdata"), "rows");
    Path log = write(state.resolve("log/chaos/mine"), "log");
    Shell.Result result = saga(command);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("has files that ./saga did not make", state.toString());
    assertThat(photo).hasContent("photo");
    assertThat(database).hasContent("rows");
    assertThat(log).hasContent("log");
  }

  @Test
  void aWipeLeavesWhatTheSagaDidNotMake() throws IOException {
    assertThat(saga("down").status()).isZero();
    Path photo = write(state.resolve("data/photos/a.jpg"), "photo");
    Path database = write(state.resolve("data/mysql/ibdata"), "rows");
    Path instance = write(state.resolve("data/order-service-2/x"), "x");
    assertThat(saga("down --wipe").output()).contains("left what it did not make");
    assertThat(photo).hasContent("photo");
    assertThat(database).doesNotExist();
    assertThat(instance).doesNotExist();
    Files.delete(photo);
    Files.delete(photo.getParent());
    assertThat(saga("down --wipe").output()).contains("Deleted " + state.resolve("data"));
    assertThat(state.resolve("data")).doesNotExist();
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    Files.createDirectory(state);
    assertThat(saga("down --wipe").status()).isZero();
    assertThat(state.resolve(".saga")).exists();
  }

  /** It makes data, which a later command must not take for that of others. */
  @Test
  void aServerInTheForegroundMarksTheFolder() {
    saga("run mysql");
    assertThat(state.resolve(".saga")).exists();
  }

  @Test
  void aPasswordIsInNoCommandLine() throws IOException {
    Shell.Result result = saga("sql orders 'SELECT 1'");
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(Files.readString(folder.resolve("arguments")))
        .contains("SELECT 1")
        .doesNotContain("orders-demo");
    assertThat(folder.resolve("input")).hasContent("orders-demo");
  }

  @Test
  void allModulesAreTestedAndWhatFailedIsListed() throws IOException {
    maven(
        """
        [INFO] --- surefire:3.5.4:test (default-test) @ outbox-starter ---
        [ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in a.OneTests
        [ERROR] a.OneTests.first -- Time elapsed: 0.1 s <<< FAILURE!
        [ERROR] Failures:\s
        [ERROR]   OneTests.first:12\s
        expected: 1
        [INFO] --- jar:3.4.2:jar (default-jar) @ outbox-starter ---
        [INFO] --- surefire:3.5.4:test (default-test) @ order-service ---
        [ERROR] Errors:\s
        [ERROR]   TwoTests.second:7 » IllegalState it failed
        [INFO] BUILD SUCCESS
        """,
        0);
    Shell.Result result = saga("test");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().split("What failed:\n")[1])
        .startsWith(
            """
              outbox-starter: OneTests.first:12\s
              order-service: TwoTests.second:7 » IllegalState it failed
            """)
        .contains("saga: not all tests passed", state.resolve("log/test.log").toString());
    assertThat(Files.readString(folder.resolve("arguments")))
        .contains("--fail-at-end", "-Dmaven.test.failure.ignore=true", "verify");
  }

  @Test
  void whatFailedBesidesTestsIsSaid() throws IOException {
    maven(
        """
        [ERROR] Failed to execute goal spotless on project web-support
        [ERROR]   mvn <args> -rf :web-support
        """,
        1);
    Shell.Result result = saga("test");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().split("What failed:\n")[1])
        .contains("[ERROR] Failed to execute goal spotless on project web-support");
  }

  /** Surefire does not fail the build for it where failed tests do not. */
  @Test
  void aCrashOfTheTestsIsAFailure() throws IOException {
    maven("[ERROR] The forked VM terminated without saying properly goodbye\n", 0);
    Shell.Result result = saga("test");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().split("What failed:\n")[1]).contains("The forked VM terminated");
  }

  @Test
  void testsThatPassAreASuccess() throws IOException {
    maven("[INFO] Tests run: 3\n[INFO] BUILD SUCCESS\n", 0);
    Shell.Result result = saga("test -Dstack=local");
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).doesNotContain("What failed");
  }

  private Shell.Result saga(String arguments) {
    Map<String, String> environment =
        Map.of(
            "SAGA_STATE",
            state.toString(),
            "SAGA_BUILD",
            "no",
            "JAVA_HOME",
            folder.resolve("jdk").toString(),
            "SAID",
            folder.toString());
    return new Shell(folder, environment).run("'" + project + "/saga' " + arguments);
  }

  private void maven(String output, int status) throws IOException {
    Path log = write(folder.resolve("maven.log"), output);
    script(
        project.resolve("mvnw"),
        "printf '%%s\\n' \"$@\" >\"$SAID/arguments\"; cat '%s'; exit %d".formatted(log, status));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void script(Path file, String commands) throws IOException {
    write(file, "#!/usr/bin/env bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
