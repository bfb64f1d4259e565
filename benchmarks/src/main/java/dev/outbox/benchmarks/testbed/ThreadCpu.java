package dev.outbox.benchmarks.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time of the threads of a process that have the same name but for its digits.
 *
 * @param thread the name as Linux has it, 15 characters at most: of longer ones JVMs keep both ends
 * @param seconds in its own code and in the system
 * @param system the part in the system, for reading and writing most of all
 */
public record ThreadCpu(String thread, double seconds, double system) {

  private static final ThreadCpu NONE = new ThreadCpu("", 0, 0);

  /** What the threads of a process have had so far, by name. */
  public static Map<String, ThreadCpu> of(long pid) {
    Map<String, ThreadCpu> threads = new HashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      tasks.forEach(
          task -> {
            try {
              ThreadCpu thread = parse(Files.readString(task.resolve("stat")));
              threads.merge(thread.thread, thread, ThreadCpu::plus);
            } catch (NoSuchFileException ended) {
              // Its time is lost, which threads of pools do not have much of.
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return threads;
  }

  /** What has come since, those who had most first. */
  public static List<ThreadCpu> since(Map<String, ThreadCpu> before, Map<String, ThreadCpu> after) {
    return after.values().stream()
        .map(thread -> thread.minus(before.getOrDefault(thread.thread, NONE)))
        .filter(thread -> thread.seconds > 0)
        .sorted(Comparator.comparingDouble(ThreadCpu::seconds).reversed())
        .toList();
  }

  /** The same per million events. */
  public ThreadCpu perMillion(int events) {
    return new ThreadCpu(thread, seconds * 1e6 / events, system * 1e6 / events);
  }

  static ThreadCpu parse(String stat) {
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    double system = ProcessFigures.systemSeconds(stat);
    return new ThreadCpu(
        name.replaceAll("[0-9]+", "N").strip(), ProcessFigures.cpuSeconds(stat), system);
  }

  private ThreadCpu plus(ThreadCpu other) {
    return new ThreadCpu(thread, seconds + other.seconds, system + other.system);
  }

  private ThreadCpu minus(ThreadCpu other) {
    return new ThreadCpu(thread, seconds - other.seconds, system - other.system);
  }
}
