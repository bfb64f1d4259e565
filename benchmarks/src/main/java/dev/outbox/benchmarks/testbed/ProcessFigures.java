package dev.outbox.benchmarks.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process in {@code /proc}. */
public final class ProcessFigures {

  /** Of the clock that /proc counts in, everywhere but on exotic machines. */
  private static final int TICKS_PER_SECOND = 100;

  private ProcessFigures() {}

  /** CPU time that a process has had, in seconds. */
  public static double cpuSeconds(long pid) {
    return cpuSeconds(read("/proc/" + pid + "/stat"));
  }

  /** The most memory that a process has had resident, in bytes. */
  public static long peakBytes(long pid) {
    return peakBytes(read("/proc/" + pid + "/status"));
  }

  /** Time that all cores together have been idle, in seconds. */
  public static double idleSeconds() {
    return idleSeconds(read("/proc/stat"));
  }

  static double cpuSeconds(String stat) {
    return seconds(stat, 14) + systemSeconds(stat);
  }

  static double systemSeconds(String stat) {
    return seconds(stat, 15);
  }

  private static double seconds(String stat, int field) {
    // The name stands in parentheses and may have spaces; what follows starts with the third field.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[field - 3]) / (double) TICKS_PER_SECOND;
  }

  static long peakBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  static double idleSeconds(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
    return Long.parseLong(fields[4]) / (double) TICKS_PER_SECOND;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
