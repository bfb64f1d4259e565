package dev.outbox.notification.journey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a thread of Kafka Streams fails: another thread takes its place. If
 * that happens often, or topics are missing, Kafka Streams as a whole ends, to be started again
 * after a check of its topics. Thread-safe.
 */
final class StreamsFailures {

  private static final Logger log = LoggerFactory.getLogger(StreamsFailures.class);
  private static final Duration RECENT = Duration.ofMinutes(1);
  private static final int MAX_RECENT = 3;

  private final Clock clock;
  private final Deque<Instant> recent = new ArrayDeque<>();

  StreamsFailures(Clock clock) {
    this.clock = clock;
  }

  /** Notes a failure and returns what follows. */
  synchronized StreamThreadExceptionResponse add(Throwable failure) {
    recent.addLast(clock.instant());
    boolean again = isFrequent() || isOfTopics(failure);
    log.error(
        "A thread of Kafka Streams failed; {}",
        again ? "Kafka Streams is started again" : "another one takes its place",
        failure);
    return again
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Kafka Streams has no type for topics of its own with another number of partitions. */
  private static boolean isOfTopics(Throwable failure) {
    return failure instanceof MissingSourceTopicException
        || (failure instanceof StreamsException
            && String.valueOf(failure.getMessage()).contains("has invalid partitions"));
  }

  /** Returns how many there were within the last minute. */
  synchronized int recent() {
    Instant since = clock.instant().minus(RECENT);
    while (!recent.isEmpty() && recent.peekFirst().isBefore(since)) {
      recent.removeFirst();
    }
    return recent.size();
  }

  /** Returns whether there are so many that Kafka Streams does not work, whatever it says. */
  synchronized boolean isFrequent() {
    return recent() >= MAX_RECENT;
  }
}
