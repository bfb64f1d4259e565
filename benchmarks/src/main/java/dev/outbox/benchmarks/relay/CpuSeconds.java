package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.ProcessFigures;
import dev.outbox.benchmarks.testbed.TestBed;

/**
 * CPU time in seconds.
 *
 * @param contender of the contender's process
 * @param mysql of the MySQL server
 * @param kafka of the Kafka broker
 */
record CpuSeconds(double contender, double mysql, double kafka) {

  static final CpuSeconds NONE = new CpuSeconds(0, 0, 0);

  /** What the processes have had so far. */
  static CpuSeconds now(TestBed bed, Contender contender) {
    return new CpuSeconds(
        ProcessFigures.cpuSeconds(contender.process().pid()),
        ProcessFigures.cpuSeconds(bed.mysql().pid()),
        ProcessFigures.cpuSeconds(bed.kafka().pid()));
  }

  /** What has come since. */
  CpuSeconds since(CpuSeconds before) {
    return new CpuSeconds(contender - before.contender, mysql - before.mysql, kafka - before.kafka);
  }

  double total() {
    return contender + mysql + kafka;
  }

  /** The same per million events. */
  CpuSeconds perMillion(int events) {
    double millions = events / 1e6;
    return new CpuSeconds(contender / millions, mysql / millions, kafka / millions);
  }
}
