package dev.outbox.benchmarks.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessFiguresTests {

  @Test
  void cpuTimeIsThatOfTheProcessInItsOwnCodeAndInTheSystem() {
    assertThat(
            ProcessFigures.cpuSeconds(
                "42 (a (strange) name) S 1 42 42 0 -1 4194304 900 0 3 0 1250 250 7 9 20 0 30 0 1"))
        .isEqualTo(15);
  }

  @Test
  void peakMemoryIsTheHighWaterMark() {
    assertThat(ProcessFigures.peakBytes("VmPeak:\t  900 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n"))
        .isEqualTo(300 * 1024);
  }

  @Test
  void idleTimeIsThatOfAllCores() {
    assertThat(ProcessFigures.idleSeconds("cpu  10 20 30 400 50 0 0\ncpu0 5 10 15 200 25 0 0\n"))
        .isEqualTo(4);
  }

  @Test
  void thisProcessHasUsedSomething() {
    assertThat(ProcessFigures.cpuSeconds(ProcessHandle.current().pid())).isPositive();
    assertThat(ProcessFigures.peakBytes(ProcessHandle.current().pid())).isPositive();
  }

  @Test
  void threadsOfTheSameKindAreToldApartFromOthers() {
    ThreadCpu first = ThreadCpu.parse("7 (worker-12) S 1 1 1 0 -1 0 0 0 0 0 100 50 0 0");
    ThreadCpu later = ThreadCpu.parse("7 (worker-3) S 1 1 1 0 -1 0 0 0 0 0 300 150 0 0");
    assertThat(ThreadCpu.since(Map.of("worker-N", first), Map.of("worker-N", later)))
        .containsExactly(new ThreadCpu("worker-N", 3, 1));
    assertThat(ThreadCpu.of(ProcessHandle.current().pid())).isNotEmpty();
  }
}
