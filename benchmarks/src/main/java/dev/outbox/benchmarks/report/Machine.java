package dev.outbox.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a benchmark ran on.
 *
 * @param cpu its model
 * @param cores how many there are
 * @param memoryGigabytes of memory, rounded
 * @param system the operating system
 * @param fileSystem of the servers' data
 * @param jdk of all Java processes
 */
public record Machine(
    String cpu, int cores, long memoryGigabytes, String system, String fileSystem, String jdk) {

  /** This one. */
  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        cpu(lines("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / 1e9),
        system(lines("/etc/os-release")),
        dataFileSystem(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
  }

  /** In a line. */
  public String line() {
    return "%s, %d cores, %d GB, %s, data on %s, %s"
        .formatted(cpu, cores, memoryGigabytes, system, fileSystem, jdk);
  }

  private static String cpu(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String system(String osRelease) {
    String name =
        osRelease
            .lines()
            .filter(line -> line.startsWith("PRETTY_NAME="))
            .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
            .findFirst()
            .orElse(System.getProperty("os.name"));
    return name + ", kernel " + System.getProperty("os.version");
  }

  private static String dataFileSystem() {
    try {
      return Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lines(String file) {
    try {
      Path path = Path.of(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
