package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.MarkdownTable;
import dev.outbox.benchmarks.testbed.ThreadCpu;
import java.util.List;
import java.util.Locale;

/** Where the time of a drain goes, as Markdown. */
final class ProfileReport {

  private static final String CODE_NOTES =
      """
      Other backlogs, deletes included. CPU is in seconds per million events, *system* the part of it in the kernel. Threads
      have the names that Linux knows, cut to 15 characters. *Code* are samples of running Java code by the JDK's Flight
      Recorder: the package whose code ran, or had the JDK run something for it.
      """;

  private ProfileReport() {}

  static String of(Report report) {
    List<DrainFigures> drains = report.figures().drain();
    StringBuilder text =
        new StringBuilder(MarkdownReport.head(report, "Where the time of a drain goes"));
    text.append("\n## CPU of all\n\n").append(budget(drains)).append('\n');
    int cores = report.machine().cores();
    text.append(
        """
        CPU in seconds per million events, from the moment when a contender was let go until the last event was there. The
        machine has %d cores: whoever keeps nearly all of them busy gets faster by less work only.
        """
            .formatted(cores));
    for (DrainFigures drain : drains) {
      if (drain.profile() != null) {
        text.append("\n## ").append(drain.entrant().label()).append("\n\n");
        text.append(threads(drain.profile())).append('\n').append(code(drain.profile()));
        text.append('\n').append(CODE_NOTES);
      }
    }
    return text.toString();
  }

  private static MarkdownTable budget(List<DrainFigures> drains) {
    MarkdownTable table =
        new MarkdownTable("contender", "contender", "MySQL", "Kafka", "together", "cores busy");
    for (DrainFigures drain : drains) {
      CpuSeconds cpu = drain.cpuPublishing();
      table.row(
          drain.entrant().label(),
          one(cpu.contender()),
          one(cpu.mysql()),
          one(cpu.kafka()),
          one(cpu.total()),
          one(cpu.total() * drain.events() / 1e6 / drain.seconds()));
    }
    return table;
  }

  private static MarkdownTable threads(Profile profile) {
    MarkdownTable table = new MarkdownTable("threads", "CPU", "system");
    rows(table, "", profile.contender());
    rows(table, "MySQL: ", profile.mysql());
    rows(table, "Kafka: ", profile.kafka());
    return table;
  }

  private static void rows(MarkdownTable table, String process, List<ThreadCpu> threads) {
    threads.forEach(
        thread ->
            table.row(
                process + "`" + thread.thread() + "`",
                two(thread.seconds()),
                two(thread.system())));
  }

  private static MarkdownTable code(Profile profile) {
    MarkdownTable table = new MarkdownTable("code", "thread", "samples");
    profile
        .code()
        .forEach(
            share ->
                table.row(
                    "`" + share.code() + "`",
                    "`" + share.thread().replace("|", "/") + "`",
                    "%.0f %%".formatted(share.share() * 100)));
    return table;
  }

  private static String one(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String two(double number) {
    return String.format(Locale.ROOT, "%,.2f", number);
  }
}
