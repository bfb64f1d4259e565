package dev.outbox.endtoend.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what a consumer has read from a topic's beginning with what was committed. */
final class Checker {

  private static final int MOST_FINDINGS = 50;

  /** The first place of a key: what comes after must be later, and in the same partition. */
  private record Place(int partition, long sequence) {}

  private final Set<Event> committed;
  private final Set<Event> seen = new HashSet<>();
  private final Map<String, Place> places = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private long duplicated;
  private long unexpected;
  private long outOfOrder;

  private Checker(Collection<Event> committed) {
    this.committed = new HashSet<>(committed);
  }

  /**
   * @param committed in any order
   * @param published in the order in which it was read
   */
  static Verdict compare(Collection<Event> committed, Iterable<Published> published) {
    Checker checker = new Checker(committed);
    published.forEach(checker::take);
    return checker.verdict();
  }

  private void take(Published published) {
    Event event = published.event();
    if (!committed.contains(event)) {
      unexpected++;
      find("unexpected", published);
    } else if (!seen.add(event)) {
      duplicated++;
      find("duplicated", published);
    } else {
      checkPlace(published);
    }
  }

  private void checkPlace(Published published) {
    Event event = published.event();
    Place place = places.get(event.key());
    if (place != null
        && (place.partition != published.partition() || place.sequence > event.sequence())) {
      outOfOrder++;
      find("out of order after " + place.sequence + " in partition " + place.partition, published);
    } else {
      places.put(event.key(), new Place(published.partition(), event.sequence()));
    }
  }

  private Verdict verdict() {
    long lost = committed.size() - seen.size();
    if (lost > 0) {
      committed.stream()
          .filter(event -> !seen.contains(event))
          .limit(MOST_FINDINGS)
          .forEach(event -> find("lost", event));
    }
    return new Verdict(lost, duplicated, unexpected, outOfOrder, findings);
  }

  private void find(String what, Object where) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(what + ": " + where);
    }
  }
}
