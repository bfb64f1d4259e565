package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.ThreadCpu;
import java.util.List;

/**
 * Where the time goes while a backlog is drained, deletes included.
 *
 * @param contender CPU seconds per million events of its threads
 * @param mysql those of MySQL's
 * @param kafka those of Kafka's
 * @param code what the contender's Java code was doing, by samples
 */
record Profile(
    List<ThreadCpu> contender, List<ThreadCpu> mysql, List<ThreadCpu> kafka, List<Share> code) {

  /**
   * A part of the samples of running Java code.
   *
   * @param thread whose they are, digits left out
   * @param code the package that ran, or had the JDK run something for it
   * @param share of all samples, 0 to 1
   */
  record Share(String thread, String code, double share) {}
}
