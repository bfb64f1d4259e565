package dev.outbox.notification.journey;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A place in the stream of changes: the next offset of each partition of {@code journey-updates}.
 * As the id of a server-sent event it lets any instance go on where another one has stopped.
 *
 * @param offsets by partition
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FeedPlace(long[] offsets) {

  private static final int LONGEST = 2_000;

  /**
   * Reads the id of an event.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FeedPlace parse(String id) {
    if (id.length() > LONGEST || !id.matches("[0-9]{1,18}(-[0-9]{1,18})*")) {
      throw new IllegalArgumentException("no place in the stream");
    }
    return new FeedPlace(Arrays.stream(id.split("-")).mapToLong(Long::parseLong).toArray());
  }

  /** Where a partition goes on; partitions that were added since are read from their beginning. */
  long offset(int partition) {
    return partition < offsets.length ? offsets[partition] : 0;
  }

  FeedPlace after(int partition, long offset) {
    long[] next = Arrays.copyOf(offsets, Math.max(offsets.length, partition + 1));
    next[partition] = offset + 1;
    return new FeedPlace(next);
  }

  /** As the id of an event. */
  @Override
  public String toString() {
    return LongStream.of(offsets).mapToObj(Long::toString).collect(Collectors.joining("-"));
  }
}
