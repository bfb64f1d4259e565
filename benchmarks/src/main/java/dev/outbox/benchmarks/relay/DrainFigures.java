package dev.outbox.benchmarks.relay;

import org.jspecify.annotations.Nullable;

/**
 * How a contender drained a backlog.
 *
 * @param entrant which one
 * @param events of the backlog
 * @param eventsPerSecond from the first events seen to the last one, the first ones left out
 * @param seconds from the moment it was let go to the last event seen
 * @param secondsUntilEmpty from the same moment until the table was empty; null if it deletes
 *     nothing
 * @param repeated how many events were seen more than once
 * @param cpuPublishing CPU time per million events, until the last event was there
 * @param cpuPerMillion the same, where rows are deleted until the table was empty
 * @param peakBytes the most memory that its process has had
 * @param profile where its time goes; null if nobody looked
 */
record DrainFigures(
    Entrant entrant,
    int events,
    double eventsPerSecond,
    double seconds,
    @Nullable Double secondsUntilEmpty,
    int repeated,
    CpuSeconds cpuPublishing,
    CpuSeconds cpuPerMillion,
    long peakBytes,
    @Nullable Profile profile) {

  /** The same, with a profile of another such backlog. */
  DrainFigures with(Profile found) {
    return new DrainFigures(
        entrant,
        events,
        eventsPerSecond,
        seconds,
        secondsUntilEmpty,
        repeated,
        cpuPublishing,
        cpuPerMillion,
        peakBytes,
        found);
  }
}
