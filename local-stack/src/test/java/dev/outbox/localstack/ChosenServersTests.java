package dev.outbox.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChosenServersTests {

  @Test
  void anUnknownStackIsRefused() {
    assertThatThrownBy(() -> ChosenServers.named("clouds"))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("'clouds'")
        .hasMessageContaining("'local'");
  }

  @Test
  void localMeansProcesses() {
    assertThat(ChosenServers.named("local")).isInstanceOf(ProcessServers.class);
  }

  @Test
  void autoTakesContainersIfNothingIsInTheWayAndSaysSo() {
    AtomicReference<Servers> chosen = new AtomicReference<>();
    String said = said(() -> chosen.set(ChosenServers.auto(Optional.empty())));
    assertThat(chosen.get()).isInstanceOf(ContainerServers.class);
    assertThat(said).hasLineCount(1).contains("containers", "mysql:9.7", "apache/kafka:4.2.0");
  }

  @Test
  void autoTakesProcessesOtherwiseAndSaysWhyInALine() {
    AtomicReference<Servers> chosen = new AtomicReference<>();
    String said = said(() -> chosen.set(ChosenServers.auto(Optional.of("it rains"))));
    assertThat(chosen.get()).isInstanceOf(ProcessServers.class);
    assertThat(said).hasLineCount(1).contains("processes", "it rains");
  }

  @Test
  void whereThereIsNoDockerThatIsKnownAtOnce() {
    long asked = System.nanoTime();
    assertThat(new Docker("no-such-docker").obstacle(List.of("mysql:9.7")))
        .hasValue("Docker does not answer");
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void anImageThatCannotBeHadIsNamed(@TempDir Path directory) throws IOException {
    Path docker = directory.resolve("docker");
    Files.writeString(docker, "#!/bin/sh\ntest \"$1\" = version\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    assertThat(new Docker(docker.toString()).obstacle(List.of("mysql:9.7")))
        .get()
        .asString()
        .contains("mysql:9.7");
  }

  private static String said(Runnable action) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
