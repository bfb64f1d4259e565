package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BoundedMemoryTests {

  /** In a JVM of its own: in this one another test may have loaded the native library before. */
  @Test
  void theFirstUseOfRocksDbInAProcessLoadsItsLibrary() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstUse.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  static final class FirstUse {
    public static void main(String[] arguments) {
      new BoundedMemory();
    }
  }
}
