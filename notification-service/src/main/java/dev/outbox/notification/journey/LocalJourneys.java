package dev.outbox.notification.journey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The journeys that this instance keeps. All methods throw {@link JourneysUnavailableException}
 * while it does not have what it should.
 */
final class LocalJourneys {

  /** So many journeys of a partition are looked at for one request. */
  private static final int LOOKED_AT = 2_000;

  /** So many stalled journeys of a partition are counted. */
  private static final int COUNTED = 1_000;

  private final JourneyStreams streams;
  private final Clock clock;

  LocalJourneys(JourneyStreams streams, Clock clock) {
    this.streams = streams;
    this.clock = clock;
  }

  /** The journey of an order, if its partition is kept here. */
  Optional<Journey> find(String orderId, int partition) {
    return streams.ask(running -> Optional.ofNullable(journeys(running, partition).get(orderId)));
  }

  /** The journeys that a filter takes, of all partitions that are kept here. */
  List<JourneyView> list(JourneyFilter filter) {
    return streams.ask(
        running ->
            partitions(running).stream()
                .flatMap(partition -> list(running, partition, filter))
                .map(JourneyView::of)
                .sorted(filter.order())
                .limit(filter.limit())
                .toList());
  }

  /** The orders whose sagas have stalled, that which waits longest first in each partition. */
  List<String> stalled() {
    return streams.ask(
        running ->
            partitions(running).stream()
                .flatMap(
                    partition ->
                        Agenda.notMovedSince(
                                agenda(running, partition),
                                Waiting.STALLED,
                                clock.instant(),
                                COUNTED)
                            .stream()
                            .map(entry -> entry.value))
                .toList());
  }

  private Stream<Journey> list(KafkaStreams running, int partition, JourneyFilter filter) {
    var journeys = journeys(running, partition);
    Duration quiet = filter.quiet();
    if (quiet == null) {
      return newest(journeys, filter);
    }
    Instant since = clock.instant().minus(quiet);
    var agenda = agenda(running, partition);
    return Stream.of(Waiting.STALLED, Waiting.FOR_STEP)
        .flatMap(waiting -> open(journeys, agenda, waiting, since, filter).stream());
  }

  /** No more are read than are asked for, and than may be looked at. */
  private static List<Journey> open(
      ReadOnlyKeyValueStore<String, Journey> journeys,
      ReadOnlyKeyValueStore<String, String> agenda,
      Waiting waiting,
      Instant since,
      JourneyFilter filter) {
    List<Journey> found = new ArrayList<>();
    AtomicInteger looked = new AtomicInteger();
    Predicate<KeyValue<String, String>> visitor =
        entry -> {
          @Nullable Journey journey = journeys.get(entry.value);
          // It may have been dropped since.
          if (journey != null && filter.takes(journey)) {
            found.add(journey);
          }
          return found.size() < filter.limit() && looked.incrementAndGet() < LOOKED_AT;
        };
    if (filter.stalledFor() == null) {
      Agenda.visitNewest(agenda, waiting, since, visitor);
    } else {
      Agenda.visit(agenda, waiting, since, visitor);
    }
    return found;
  }

  /** Order ids begin with their time. */
  private static Stream<Journey> newest(
      ReadOnlyKeyValueStore<String, Journey> journeys, JourneyFilter filter) {
    List<Journey> found = new ArrayList<>();
    try (KeyValueIterator<String, Journey> all = journeys.reverseAll()) {
      for (int i = 0; i < LOOKED_AT && found.size() < filter.limit() && all.hasNext(); i++) {
        Journey journey = all.next().value;
        if (filter.takes(journey)) {
          found.add(journey);
        }
      }
    }
    return found.stream();
  }

  private static Set<Integer> partitions(KafkaStreams running) {
    return running.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .map(task -> task.taskId())
        .map(TaskId::partition)
        .collect(Collectors.toSet());
  }

  private static ReadOnlyKeyValueStore<String, Journey> journeys(
      KafkaStreams running, int partition) {
    return store(running, JourneyTopology.JOURNEYS, partition);
  }

  private static ReadOnlyKeyValueStore<String, String> agenda(KafkaStreams running, int partition) {
    return store(running, JourneyTopology.AGENDA, partition);
  }

  private static <V> ReadOnlyKeyValueStore<String, V> store(
      KafkaStreams running, String name, int partition) {
    return running.store(
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, V>keyValueStore())
            .withPartition(partition));
  }
}
