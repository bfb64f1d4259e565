package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.database.WaitingRow;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.progress.RowKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds rows that the log did not bring, and has their outbox read its table again: rows that were
 * written past the log, logged as statements, or decoded wrongly for whatever reason.
 *
 * <p>Looks at the lowest rows of each table at a takeover, and some time after there was traffic;
 * never on an idle server. An old row is a suspect: the log may still bring it. It is overlooked if
 * it is still there once the log was read beyond all that the server had executed when the row was
 * seen, and is neither parked nor waits for its deletion. Used by the server's thread.
 */
final class OverlookedRows {

  private static final Logger log = LoggerFactory.getLogger(OverlookedRows.class);

  /** No more rows are looked at; the table is read anyway. */
  private static final int MAX_ROWS = 1_000;

  private final Duration limit;
  private final ServerFacts facts;
  private final Ledger ledger;
  private final UnitPublisher publisher;
  private final List<Lane> lanes;

  private final Map<Lane, Suspects> suspects = new HashMap<>();

  private long lastTraffic = System.nanoTime();
  private @Nullable Long due = lastTraffic;

  /**
   * Old rows of an outbox.
   *
   * @param rows which rows
   * @param executed what the server had executed when they were seen
   */
  private record Suspects(Set<RowKey> rows, GtidSet executed) {}

  /**
   * Looks soon.
   *
   * @param limit how old a row has to be
   */
  OverlookedRows(
      Duration limit,
      ServerFacts facts,
      Ledger ledger,
      UnitPublisher publisher,
      Collection<Lane> lanes) {
    this.limit = limit;
    this.facts = facts;
    this.ledger = ledger;
    this.publisher = publisher;
    this.lanes = List.copyOf(lanes);
  }

  /** There was traffic: once its rows are old, there is something to look at. */
  void traffic() {
    lastTraffic = System.nanoTime();
    if (due == null) {
      due = lastTraffic + limit.toNanos();
    }
  }

  /** Looks at the tables if that is due, and has outboxes read them whose rows were overlooked. */
  void look() throws InterruptedException {
    try {
      for (Map.Entry<Lane, Suspects> each : Map.copyOf(suspects).entrySet()) {
        if (isBeyond(each.getValue().executed())) {
          suspects.remove(each.getKey());
          confirm(each.getKey(), each.getValue().rows());
        }
      }
      if (due != null && System.nanoTime() - due >= 0) {
        dueAfterTheLastTraffic();
        for (Lane lane : lanes) {
          suspect(lane);
        }
      }
    } catch (SourceException e) {
      if (e.state() != OutboxState.WAITING_FOR_DATABASE) {
        log.warn("The tables cannot be looked at for rows that the log did not bring", e);
      }
      due = System.nanoTime() + limit.toNanos();
    }
  }

  /** What was committed just now is too young now, so it is looked at later. */
  private void dueAfterTheLastTraffic() {
    long next = lastTraffic + limit.toNanos();
    due = next - System.nanoTime() > 0 ? (Long) next : null;
  }

  private boolean isBeyond(GtidSet executed) {
    GtidSet position = ledger.position();
    return position != null && !ledger.isPartial() && executed.isContainedWithin(position);
  }

  private void suspect(Lane lane) throws InterruptedException {
    List<WaitingRow> rows = suspects.containsKey(lane) ? List.of() : old(lane);
    if (!rows.isEmpty()) {
      Set<RowKey> keys = rows.stream().map(WaitingRow::key).collect(Collectors.toSet());
      suspects.put(lane, new Suspects(keys, new GtidSet(facts.executed())));
    }
  }

  /** What became old meanwhile may still come: the log may be far behind. */
  private void confirm(Lane lane, Set<RowKey> suspected) throws InterruptedException {
    List<WaitingRow> overlooked = old(lane, suspected);
    if (!overlooked.isEmpty()) {
      // What was deleted just now, and so is not pending any more, is not there any more either.
      overlooked = old(lane, suspected);
    }
    if (overlooked.isEmpty()) {
      return;
    }
    WaitingRow first = overlooked.get(0);
    String message =
        ("The log did not bring %d row(s), the first at position %s with id %s; the table is read"
                + " again")
            .formatted(overlooked.size(), Long.toUnsignedString(first.position()), first.id());
    log.warn("Outbox {}: {}", lane.name(), message);
    lane.status().overlooked(overlooked.size(), message);
    lane.catchUp();
    lane.showPhase();
  }

  private List<WaitingRow> old(Lane lane, Set<RowKey> suspected) throws InterruptedException {
    return old(lane).stream().filter(row -> suspected.contains(row.key())).toList();
  }

  /** Returns those of the lowest rows that are old and that nothing is known of. */
  private List<WaitingRow> old(Lane lane) throws InterruptedException {
    if (lane.phase() != Lane.Phase.LOG) {
      return List.of();
    }
    publisher.writeAhead();
    List<WaitingRow> rows = lane.table().lowest(lane.parked().keySet(), MAX_ROWS);
    Set<RowKey> unknown = new HashSet<>();
    rows.forEach(row -> unknown.add(row.key()));
    lane.deleter().removePending(unknown);
    return rows.stream()
        .filter(row -> row.age().compareTo(limit) >= 0 && unknown.contains(row.key()))
        .toList();
  }
}
