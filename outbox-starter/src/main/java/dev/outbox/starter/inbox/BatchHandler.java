package dev.outbox.starter.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Handles a batch of events in one transaction: those that are new, in order, while those of parked
 * keys are put behind what waits. If an event fails, the transaction is rolled back and runs again
 * with that event's key parked. If the commit fails, the events are taken one by one, and the one
 * that cannot be committed by itself is parked. Thread-safe.
 *
 * <p>The ids are remembered before parked keys are looked at: whoever waits for another one that
 * has the same events must see the keys which that one has parked.
 */
final class BatchHandler {

  private static final Logger log = LoggerFactory.getLogger(BatchHandler.class);

  /** After so many failures in a batch its events are taken one by one, to be done some time. */
  private static final int MOST_FAILURES = 3;

  private final HandledIds ids;
  private final ParkedTable parked;
  private final HandlerCalls calls;
  private final RetryPolicy retry;
  private final TransactionOperations transaction;
  private final InboxMetrics metrics;

  BatchHandler(
      HandledIds ids,
      ParkedTable parked,
      HandlerCalls calls,
      RetryPolicy retry,
      TransactionOperations transaction,
      InboxMetrics metrics) {
    this.ids = ids;
    this.parked = parked;
    this.calls = calls;
    this.retry = retry;
    this.transaction = transaction;
    this.metrics = metrics;
  }

  /**
   * Handles or parks all of them; when this returns, that is committed.
   *
   * @throws RuntimeException if the database does not allow it; the batch has to be delivered again
   */
  void handle(List<IncomingEvent> events) {
    handle(events, new LinkedHashMap<>());
  }

  private void handle(List<IncomingEvent> events, Map<String, EventFailedException> failed) {
    RepeatedFailure repeated = new RepeatedFailure();
    while (true) {
      try {
        Objects.requireNonNull(transaction.execute(status -> attempt(events, failed, status)))
            .tell(metrics);
        return;
      } catch (EventFailedException e) {
        remember(e, failed);
      } catch (BeforeBatchFailedException e) {
        log.debug("A preparation of {} events failed", events.size(), e);
        oneByOne(events, failed);
        return;
      } catch (RuntimeException | Error e) {
        boolean ofDatabase = Faults.ofInfrastructure(e) && !repeated.isLikelyOfEvent(e);
        if (ofDatabase && repeated.mayPassAtOnce(e)) {
          continue;
        }
        if (ofDatabase || isFailed(events, failed)) {
          throw e;
        }
        log.debug("The commit of {} events failed", events.size(), e);
        if (events.size() > 1) {
          oneByOne(events, failed);
          return;
        }
        remember(new EventFailedException(events.get(0), e), failed);
      }
      if (failed.size() >= MOST_FAILURES && events.size() > 1) {
        oneByOne(events, failed);
        return;
      }
    }
  }

  /**
   * Tells whether it is a single event that has failed already: then it cannot be parked either.
   */
  private static boolean isFailed(
      List<IncomingEvent> events, Map<String, EventFailedException> failed) {
    return events.size() == 1 && failed.containsKey(events.get(0).id());
  }

  private void remember(EventFailedException failure, Map<String, EventFailedException> failed) {
    IncomingEvent event = failure.event();
    failed.put(event.id(), failure);
    metrics.failed(event.type());
    log.debug("{} {} failed", event.type(), event.id(), failure);
  }

  private void oneByOne(List<IncomingEvent> events, Map<String, EventFailedException> failed) {
    events.forEach(event -> handle(List.of(event), failed));
  }

  private BatchOutcome attempt(
      List<IncomingEvent> events,
      Map<String, EventFailedException> failed,
      TransactionStatus status) {
    BatchOutcome outcome = new BatchOutcome();
    List<IncomingEvent> fresh = fresh(events, outcome);
    Set<String> parkedKeys =
        parked.lockParked(fresh.stream().map(IncomingEvent::key).collect(Collectors.toSet()));
    List<IncomingEvent> handled = new ArrayList<>();
    List<ParkedTable.Arrival> arrivals = new ArrayList<>();
    for (IncomingEvent event : fresh) {
      EventFailedException failure = failed.get(event.id());
      if (parkedKeys.contains(event.key())) {
        arrivals.add(new ParkedTable.Arrival(event, 0, event.breach()));
      } else if (event.breach() != null) {
        park(event, null, event.breach(), parkedKeys, arrivals);
      } else if (failure != null) {
        park(event, failure, failure.reason(), parkedKeys, arrivals);
      } else {
        handled.add(event);
      }
    }
    if (!arrivals.isEmpty()) {
      parked.add(arrivals);
      outcome.parked(arrivals);
    }
    calls.prepare(handled);
    for (IncomingEvent event : handled) {
      calls.handle(event, status);
      outcome.handled(event);
    }
    return outcome;
  }

  /** Those that were not taken before, each once. */
  private List<IncomingEvent> fresh(List<IncomingEvent> events, BatchOutcome outcome) {
    SortedMap<String, @Nullable Long> origins = new TreeMap<>();
    events.forEach(event -> origins.putIfAbsent(event.id(), event.record().origin()));
    HandledIds.Remembered remembered = ids.remember(origins);
    SortedSet<String> left = remembered.fresh();
    List<IncomingEvent> fresh = new ArrayList<>();
    for (IncomingEvent event : events) {
      if (left.remove(event.id())) {
        fresh.add(event);
      } else if (isOfAnother(event, remembered.known(), origins)) {
        outcome.conflicting(event);
      } else {
        outcome.duplicate(event);
      }
    }
    return fresh;
  }

  private static boolean isOfAnother(
      IncomingEvent event, Map<String, @Nullable Long> known, Map<String, @Nullable Long> ofBatch) {
    Long origin = (known.containsKey(event.id()) ? known : ofBatch).get(event.id());
    return origin != null && origin != event.record().origin();
  }

  private void park(
      IncomingEvent event,
      @Nullable EventFailedException failure,
      String reason,
      Set<String> parkedKeys,
      List<ParkedTable.Arrival> arrivals) {
    int attempts = failure == null ? 0 : 1;
    parked.park(event.key(), failure == null ? null : retry.delayAfter(attempts));
    parkedKeys.add(event.key());
    arrivals.add(new ParkedTable.Arrival(event, attempts, reason));
  }
}
