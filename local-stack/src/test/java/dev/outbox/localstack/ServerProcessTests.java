package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTests {

  @TempDir Path directory;

  @Test
  void aServerThatEndsWhileStartingIsReportedWithItsLog() {
    var server = server("echo no room left >&2; exit 3");
    assertThatThrownBy(server::start)
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("exit status 3")
        .hasMessageContaining("no room left");
  }

  @Test
  void aMissingLibraryIsReportedWithThePackageThatHasIt() {
    var server =
        server(
            "echo 'mysqld: error while loading shared libraries: libaio.so.1: cannot open' >&2;"
                + " exit 127");
    assertThatThrownBy(server::start)
        .hasMessageStartingWith("MySQL needs the system library libaio.so.1")
        .hasMessageContaining("libaio1");
  }

  @Test
  void aServerDoesNotOutliveAnotherJvmThatWasKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                directory.resolve("other").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long server;
    try (var output = jvm.inputReader()) {
      server = Long.parseLong(output.readLine());
      assertThat(ProcessHandle.of(server)).get().matches(ProcessHandle::isAlive);
      jvm.destroyForcibly().waitFor();
    }
    await().until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
    await().until(() -> !directory.resolve("other").toFile().exists());
  }

  /** Starts a server and then waits to be killed. */
  static final class Starter {

    private Starter() {}

    public static void main(String[] args) throws Exception {
      Path directory = Files.createDirectory(Path.of(args[0]));
      var server =
          new ServerProcess("sleep", directory, List.of("sleep", "300"), Map.of(), () -> true);
      server.start();
      System.out.println(server.pid());
      System.in.read();
    }
  }

  private ServerProcess server(String script) {
    return new ServerProcess(
        "Server", directory, List.of("sh", "-c", script), Map.of(), () -> false);
  }
}
