package dev.outbox.benchmarks;

import dev.outbox.benchmarks.append.AppendBenchmark;
import dev.outbox.benchmarks.inbox.InboxBenchmark;
import dev.outbox.benchmarks.relay.RelayBenchmark;
import dev.outbox.benchmarks.saga.SagaBenchmark;
import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The command line: {@code relay}, {@code inbox}, {@code saga} or {@code append}, and {@link
 * Options}. Exit status 1 if something fails.
 */
final class Benchmarks {

  private Benchmarks() {}

  private interface Benchmark {
    List<Path> run(Options options);
  }

  private interface ServerBenchmark {
    List<Path> run(TestBed bed, Options options);
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    try {
      Benchmark benchmark = benchmark(arguments.length == 0 ? "" : arguments[0]);
      run(benchmark, Options.parse(Arrays.asList(arguments).subList(1, arguments.length)));
    } catch (IllegalArgumentException e) {
      System.err.println("saga: " + e.getMessage());
      System.exit(2);
    } catch (BenchmarkException e) {
      System.err.println("saga: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static Benchmark benchmark(String name) {
    return switch (name) {
      case "relay" -> onServers(RelayBenchmark::run);
      case "inbox" -> onServers(InboxBenchmark::run);
      case "saga" -> onServers(SagaBenchmark::run);
      case "append" -> AppendBenchmark::run;
      default -> throw new IllegalArgumentException("bench takes: relay, inbox, saga, append.");
    };
  }

  private static Benchmark onServers(ServerBenchmark benchmark) {
    return options -> {
      try (TestBed bed = TestBed.launch()) {
        return benchmark.run(bed, options);
      }
    };
  }

  private static void run(Benchmark benchmark, Options options) {
    long start = System.nanoTime();
    benchmark.run(options).forEach(file -> System.out.println("Written: " + file));
    System.out.printf("In %.1f minutes%n", (System.nanoTime() - start) / 60e9);
  }
}
