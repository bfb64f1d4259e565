package dev.outbox.starter.inbox;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the events of a batch if its transaction commits; told only then. */
final class BatchOutcome {

  private static final Logger log = LoggerFactory.getLogger(BatchOutcome.class);

  private final List<IncomingEvent> handled = new ArrayList<>();
  private final List<IncomingEvent> duplicates = new ArrayList<>();
  private final List<IncomingEvent> conflicting = new ArrayList<>();
  private final List<ParkedTable.Arrival> parked = new ArrayList<>();

  void handled(IncomingEvent event) {
    handled.add(event);
  }

  void duplicate(IncomingEvent event) {
    duplicates.add(event);
  }

  /** Records a different event that has the id of one that was taken before. */
  void conflicting(IncomingEvent event) {
    conflicting.add(event);
  }

  void parked(List<ParkedTable.Arrival> arrivals) {
    parked.addAll(arrivals);
  }

  void tell(InboxMetrics metrics) {
    handled.forEach(event -> metrics.handled(event.type()));
    duplicates.forEach(event -> metrics.duplicate(event.type()));
    conflicting.forEach(event -> tellConflict(event, metrics));
    if (!duplicates.isEmpty()) {
      log.info("{} events were handled before", duplicates.size());
    }
    for (ParkedTable.Arrival arrival : parked) {
      IncomingEvent event = arrival.event();
      metrics.parked(event.type());
      if (arrival.reason() == null) {
        log.info(
            "{} {} waits behind others of the key '{}'",
            event.type(),
            event.id(),
            LogText.of(event.key()));
      } else {
        log.warn(
            "{} {} at {} failed, so its key '{}' is parked: {}",
            event.type(),
            event.id(),
            event.record().place(),
            LogText.of(event.key()),
            LogText.of(arrival.reason()));
      }
    }
  }

  private static void tellConflict(IncomingEvent event, InboxMetrics metrics) {
    metrics.conflicting(event.type());
    log.warn(
        "{} at {} from source {} has the id {} of another event, of another source or type, and was"
            + " not handled. Ids must be unique across sources: look for a producer that reuses"
            + " them",
        event.type(),
        event.record().place(),
        LogText.of(event.record().source()),
        event.id());
  }
}
