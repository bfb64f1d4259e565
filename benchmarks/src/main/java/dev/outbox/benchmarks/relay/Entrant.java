package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.Locale;

/** Who takes part. */
enum Entrant {
  PRODUCER("Kafka producer alone"),
  PRODUCER_WITH_HEADERS("Kafka producer alone, with the relay's headers"),
  BINLOG("outbox-relay binlog, exactly-once"),
  BINLOG_AT_LEAST_ONCE("outbox-relay binlog, at-least-once"),
  POLLING("outbox-relay polling, exactly-once"),
  DEBEZIUM_STREAMING("Debezium engine, streaming"),
  DEBEZIUM_SNAPSHOT("Debezium engine, snapshot"),
  POLLER("hand-written poller, send().get()");

  private final String label;

  Entrant(String label) {
    this.label = label;
  }

  /** Whether it is one of this project. */
  boolean ours() {
    return this == BINLOG || this == BINLOG_AT_LEAST_ONCE || this == POLLING;
  }

  /** Whether the report says where its time goes. */
  boolean profiled() {
    return this == BINLOG || this == PRODUCER_WITH_HEADERS;
  }

  /** How many events it has to drain; a tenth for one that would take all day. */
  int backlog(int events) {
    return this == POLLER ? Math.max(1, events / 10) : events;
  }

  /** What it is called in the report. */
  String label() {
    return label;
  }

  /**
   * Starts it, with an outbox of its own.
   *
   * @param part makes the names of the outbox differ from those of other parts
   */
  Contender open(TestBed bed, Options options, String part) {
    return switch (this) {
      case PRODUCER -> new ProducerContender(label, bed, outbox(bed, part), options, false);
      case PRODUCER_WITH_HEADERS ->
          new ProducerContender(label, bed, outbox(bed, part), options, true);
      case BINLOG ->
          new RelayContender(label, bed, outbox(bed, part), options, "binlog", "exactly-once");
      case BINLOG_AT_LEAST_ONCE ->
          new RelayContender(label, bed, outbox(bed, part), options, "binlog", "at-least-once");
      case POLLING ->
          new RelayContender(label, bed, outbox(bed, part), options, "polling", "exactly-once");
      case DEBEZIUM_STREAMING ->
          new DebeziumContender(label, bed, outbox(bed, part), options, false);
      case DEBEZIUM_SNAPSHOT -> new DebeziumContender(label, bed, outbox(bed, part), options, true);
      case POLLER -> new PollerContender(label, bed, outbox(bed, part), options);
    };
  }

  private BenchOutbox outbox(TestBed bed, String part) {
    String name = (part + "_" + this).toLowerCase(Locale.ROOT);
    return switch (this) {
      case BINLOG, BINLOG_AT_LEAST_ONCE, POLLING ->
          BenchOutbox.create(bed, name, RelayContender.SERVER_RIGHTS, RelayContender.TABLE_RIGHTS);
      case DEBEZIUM_STREAMING, DEBEZIUM_SNAPSHOT ->
          BenchOutbox.create(
              bed, name, DebeziumContender.SERVER_RIGHTS, DebeziumContender.TABLE_RIGHTS);
      case PRODUCER, PRODUCER_WITH_HEADERS, POLLER ->
          BenchOutbox.create(bed, name, "", RelayContender.TABLE_RIGHTS);
    };
  }
}
