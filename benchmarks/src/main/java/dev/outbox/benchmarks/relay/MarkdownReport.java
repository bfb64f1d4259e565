package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.MarkdownTable;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Percentiles;
import java.util.Locale;
import java.util.Optional;

/** A run as Markdown. */
final class MarkdownReport {

  private MarkdownReport() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder(head(report, "The relay, compared"));
    text.append("\n![The figures as a chart](relay.svg)\n");
    section(text, "Goals", goals(report), "");
    section(text, "Draining a backlog", drain(report.figures()), drainNotes(report));
    section(text, "From commit to consumer", latency(report.figures()), LATENCY_NOTES);
    section(text, "An idle relay", idle(report.figures()), IDLE_NOTES);
    section(text, "What the outbox costs the writer", writer(report.figures()), WRITER_NOTES);
    return text.toString();
  }

  /** The title, and what was measured where. */
  static String head(Report report, String title) {
    Versions versions = report.versions();
    return """
        # %s

        Written by `./saga bench relay`; [relay.json](relay.json) has the raw figures.

        - %s
        - %s
        - outbox-relay %s, Debezium %s, Kafka %s, MySQL %s, Connector/J %s
        """
        .formatted(
            title,
            report.date(),
            report.machine().line(),
            versions.outbox(),
            versions.debezium(),
            versions.kafka(),
            versions.mysql(),
            versions.connector());
  }

  private static final String LATENCY_NOTES =
"""
16 writers commit transactions of one event at fixed times, however long earlier ones take. Latency is the time from
the moment that a transaction was due until a `read_committed` consumer has its event, in milliseconds; *commit* is
the part until MySQL had committed, which nobody can save. Debezium's `poll.interval.ms` is 10.
""";

  private static final String IDLE_NOTES =
"""
By MySQL's `performance_schema`, per account, after 1,000 events and 20 s of quiet. Health, metrics and the API of the
relay are asked every 5 s meanwhile.
""";

  private static final String WRITER_NOTES =
"""
16 writers; a transaction inserts a row of its own and, except in the first line, an event of some 500 bytes. Medians
of short rounds in turn. The cost is the median of the rounds' costs, so it can differ a little from what the medians
give.
""";

  private static String drainNotes(Report report) {
    return
"""
%,d rows, each a payload of 500 bytes, with 10,000 keys, written in transactions of 100 rows by 16 writers; six
partitions, `acks=all`. Each contender is a process of its own, which has drained %d such backlogs before, was kept from
running while the backlog was written, and ran alone (the poller: a tenth of the rows). *Events/s* counts from the first
events that a `read_committed` consumer could see to the last one; *seconds* from the moment when it was let go; *until
empty* until the rows were deleted too, which Debezium leaves to others. CPU is in seconds per million events, deletes
included. Nothing consumes meanwhile; what was published is read and counted afterwards. The relay,
the producer and the poller run with `-Xmx256m -XX:+UseSerialGC`, Debezium with `-Xmx2g`.
[Where the time goes](relay-profile.md).

Debezium runs its asynchronous engine with the Outbox Event Router, `max.batch.size` 8192, `max.queue.size` 65536,
`poll.interval.ms` 10, strings instead of JSON trees (`converter.schemas.enable=false` where there are any), no headers
but the id, and sends by a producer with the same settings. It is at least once.
"""
        .formatted(report.backlog(), report.warmUp());
  }

  private static void section(StringBuilder text, String title, MarkdownTable table, String notes) {
    if (!table.isEmpty()) {
      text.append("\n## ").append(title).append("\n\n").append(table);
      if (!notes.isEmpty()) {
        text.append('\n').append(notes);
      }
    }
  }

  private static MarkdownTable goals(Report report) {
    MarkdownTable table = new MarkdownTable("goal", "wanted", "found", "");
    report
        .goals()
        .forEach(
            goal ->
                table.row(
                    goal.what(),
                    goal.wanted(),
                    goal.found(),
                    goal.reached() ? "reached" : "**not reached**"));
    return table;
  }

  private static MarkdownTable drain(Figures figures) {
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "events/s",
            "× Debezium",
            "seconds",
            "until empty",
            "repeated",
            "CPU: contender",
            "MySQL",
            "Kafka",
            "peak memory");
    Optional<DrainFigures> debezium = figures.fastestDebezium();
    for (DrainFigures drain : figures.drain()) {
      Double empty = drain.secondsUntilEmpty();
      table.row(
          drain.entrant().label(),
          "%,.0f".formatted(drain.eventsPerSecond()),
          debezium.map(other -> one(drain.eventsPerSecond() / other.eventsPerSecond())).orElse(""),
          one(drain.seconds()),
          empty == null ? "" : one(empty),
          "" + drain.repeated(),
          one(drain.cpuPerMillion().contender()),
          one(drain.cpuPerMillion().mysql()),
          one(drain.cpuPerMillion().kafka()),
          "%.0f MB".formatted(drain.peakBytes() / 1e6));
    }
    return table;
  }

  private static MarkdownTable latency(Figures figures) {
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "per second",
            "p50",
            "p95",
            "p99",
            "× Debezium's p50",
            "commit p50",
            "commit p99");
    for (LatencyFigures latency : figures.latency()) {
      Percentiles found = latency.latency();
      table.row(
          latency.entrant().label(),
          "%,d".formatted(latency.rate()),
          one(found.p50()),
          one(found.p95()),
          one(found.p99()),
          figures
              .latency(Entrant.DEBEZIUM_STREAMING, latency.rate())
              .map(other -> String.format(Locale.ROOT, "%.2f", found.p50() / other.latency().p50()))
              .orElse(""),
          one(latency.commit().p50()),
          one(latency.commit().p99()));
    }
    return table;
  }

  private static MarkdownTable idle(Figures figures) {
    MarkdownTable table = new MarkdownTable("contender", "seconds", "statements", "of these");
    for (IdleFigures idle : figures.idle()) {
      String kinds = idle.kinds().toString();
      table.row(
          idle.entrant().label(),
          "" + idle.seconds(),
          "%,d".formatted(idle.statements()),
          kinds.substring(1, kinds.length() - 1));
    }
    return table;
  }

  private static MarkdownTable writer(Figures figures) {
    MarkdownTable table = new MarkdownTable("a transaction writes", "per second", "cost");
    for (WriterFigures writer : figures.writer()) {
      String cost = "";
      if (writer.kind() == WriterFigures.Kind.APPEND) {
        cost =
            figures
                .costOfAppend()
                .map(share -> "%.1f %% over the same by hand".formatted(share * 100))
                .orElse("");
      }
      table.row(writer.kind().label(), "%,.0f".formatted(writer.transactionsPerSecond()), cost);
    }
    return table;
  }

  private static String one(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }
}
