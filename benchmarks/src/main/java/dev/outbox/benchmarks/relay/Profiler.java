package dev.outbox.benchmarks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.benchmarks.relay.Profile.Share;
import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.ThreadCpu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Tells where the time goes: CPU by thread from Linux, which knows of the JVM's own threads and of
 * servers too, and what Java code runs from the JDK's Flight Recorder.
 */
final class Profiler {

  /** Threads that had less than this share of their process's time are left out. */
  private static final double LEAST = 0.01;

  private final List<Long> pids;
  private final Path file;
  private final List<List<ThreadCpu>> threads = new ArrayList<>();
  private List<Map<String, ThreadCpu>> before = List.of();

  Profiler(TestBed bed, Contender contender, Path work) {
    this.pids = List.of(contender.process().pid(), bed.mysql().pid(), bed.kafka().pid());
    this.file = work.resolve(contender.outbox().name() + ".jfr").toAbsolutePath();
  }

  /** CPU by thread from now on. */
  void start() {
    before = pids.stream().map(ThreadCpu::of).toList();
  }

  /**
   * CPU by thread until now.
   *
   * @param events how many were published
   */
  void stop(int events) {
    for (int i = 0; i < pids.size(); i++) {
      threads.add(threads(before.get(i), ThreadCpu.of(pids.get(i)), events));
    }
  }

  /** Records what Java code runs meanwhile, instead of what was recorded before. */
  void record(Runnable work) {
    jcmd("JFR.start", "name=bench", "settings=profile", "dumponexit=false");
    work.run();
    jcmd("JFR.stop", "name=bench", "filename=" + file);
  }

  Profile profile() {
    return new Profile(threads.get(0), threads.get(1), threads.get(2), code());
  }

  private static List<ThreadCpu> threads(
      Map<String, ThreadCpu> before, Map<String, ThreadCpu> after, int events) {
    List<ThreadCpu> threads = ThreadCpu.since(before, after);
    double total = threads.stream().mapToDouble(ThreadCpu::seconds).sum();
    return threads.stream()
        .filter(thread -> thread.seconds() >= LEAST * total)
        .map(thread -> thread.perMillion(events))
        .toList();
  }

  private List<Share> code() {
    Map<String, Map<String, Long>> samples = new TreeMap<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        RecordedThread thread =
            event.getEventType().getName().equals("jdk.ExecutionSample")
                ? event.getThread("sampledThread")
                : null;
        if (thread != null && event.getStackTrace() != null) {
          samples
              .computeIfAbsent(
                  String.valueOf(thread.getJavaName()).replaceAll("[0-9]+", "N"),
                  name -> new TreeMap<>())
              .merge(owner(event.getStackTrace().getFrames()), 1L, Long::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double all =
        samples.values().stream()
            .flatMapToLong(code -> code.values().stream().mapToLong(Long::longValue))
            .sum();
    List<Share> shares = new ArrayList<>();
    samples.forEach(
        (thread, code) ->
            code.forEach((owner, count) -> shares.add(new Share(thread, owner, count / all))));
    shares.removeIf(share -> share.share() < LEAST);
    shares.sort(Comparator.comparingDouble(Share::share).reversed());
    return shares;
  }

  /** The package of the innermost code that is not the JDK's; what the JDK does is its caller's. */
  private static String owner(List<RecordedFrame> frames) {
    return frames.stream()
        .map(frame -> frame.getMethod().getType().getName())
        .filter(type -> !type.matches("(java|jdk|sun|com[.]sun)[.].*"))
        .map(type -> type.substring(0, Math.max(0, type.lastIndexOf('.'))))
        .findFirst()
        .orElse("the JDK alone");
  }

  private void jcmd(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add("" + pids.get(0));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new BenchmarkException(
            "The JDK's recorder does not do what it is told: " + answer, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }
}
