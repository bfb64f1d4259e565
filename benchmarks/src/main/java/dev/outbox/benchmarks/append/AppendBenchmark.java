package dev.outbox.benchmarks.append;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.Options;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What validation costs an event that is appended, and one that is read. */
public final class AppendBenchmark {

  private AppendBenchmark() {}

  /** Runs it, prints the report and returns its files. */
  public static List<Path> run(Options options) {
    AppendReport report =
        new AppendReport(
            LocalDate.now(ZoneOffset.UTC), Machine.here(), figures(measure(options.seconds(1))));
    System.out.println("\n" + report.markdown());
    return report.write(options.reports());
  }

  private static Collection<RunResult> measure(int seconds) {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(ValidationCost.class.getName())
                  .measurementTime(TimeValue.seconds(seconds))
                  .shouldFailOnError(true)
                  .build())
          .run();
    } catch (RunnerException e) {
      throw new BenchmarkException("JMH fails: " + e.getMessage(), e);
    }
  }

  private static List<CostFigures> figures(Collection<RunResult> results) {
    List<CostFigures> figures = new ArrayList<>();
    for (String what : List.of(CostFigures.APPEND, CostFigures.READ)) {
      for (SampleEvent sample : SampleEvent.values()) {
        Result<?> off = result(results, what, sample, false);
        Result<?> on = result(results, what, sample, true);
        figures.add(
            new CostFigures(
                what,
                sample.title(),
                sample.usual(),
                sample.json().length,
                off.getScore(),
                off.getScoreError(),
                on.getScore(),
                on.getScoreError()));
      }
    }
    return figures;
  }

  private static Result<?> result(
      Collection<RunResult> results, String what, SampleEvent sample, boolean validation) {
    return results.stream()
        .filter(run -> run.getParams().getBenchmark().endsWith("." + what))
        .filter(run -> run.getParams().getParam("sample").equals(sample.name()))
        .filter(run -> run.getParams().getParam("validation").equals(Boolean.toString(validation)))
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("JMH has no figure for " + what, null))
        .getPrimaryResult();
  }
}
