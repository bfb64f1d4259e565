package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.database.TablePass;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.SourceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a server's tables and publishes what is in them: in mode polling always, in mode binlog
 * until an outbox can go on from the log. A backlog is read in passes of one snapshot each, while
 * what is published waits for its deletion. Used by the server's thread.
 */
final class TableReader {

  private static final Logger log = LoggerFactory.getLogger(TableReader.class);

  /** How long a pass over a table goes on: what is committed meanwhile waits for its end. */
  private static final Duration LONGEST_PASS = Duration.ofSeconds(5);

  private final ServerSetup setup;
  private final ServerFacts facts;
  private final ServerIdentity identity;
  private final Admission admission;
  private final LogFollower follower;
  private final UnitPublisher publisher;

  TableReader(
      ServerSetup setup,
      ServerIdentity identity,
      Admission admission,
      LogFollower follower,
      UnitPublisher publisher) {
    this.setup = setup;
    this.facts = new ServerFacts(setup.server());
    this.identity = identity;
    this.admission = admission;
    this.follower = follower;
    this.publisher = publisher;
  }

  /**
   * Publishes what can be read of a table at once, and says when it is due again.
   *
   * @return whether it is in the middle of a pass
   */
  boolean read(Lane lane) throws InterruptedException {
    try {
      publisher.writeAhead();
      identity.require();
      admission.require(lane);
      if (lane.pass() == null) {
        lane.deleter().deletePending();
        lane.passIfBacklog();
        if (lane.pass() != null && !isOfTheServer(lane)) {
          lane.endPass();
          lane.backlog();
          return false;
        }
      }
      TablePass pass = lane.pass();
      if (pass != null) {
        return readOn(lane, pass);
      }
      if (lane.outbox().mode() == RelayMode.BINLOG) {
        catchUp(lane);
      } else {
        poll(lane);
      }
    } catch (SourceException e) {
      log.debug("The table of {} cannot be read now", lane.name(), e);
      identity.forget();
      lane.failing(e.state(), String.valueOf(e.getMessage()));
    }
    return false;
  }

  private void poll(Lane lane) throws InterruptedException {
    OutboxTable.Rows rows = lane.table().read(lane.parked().keySet());
    if (isOfTheServer(lane) && publish(lane, rows, null)) {
      goOn(lane, rows);
    }
  }

  /** Has rows read again that may be of another server than the one that was looked at. */
  private boolean isOfTheServer(Lane lane) {
    boolean current = identity.isCurrent();
    if (!current) {
      lane.busy();
    }
    return current;
  }

  private void catchUp(Lane lane) throws InterruptedException {
    String executed = facts.executed();
    OutboxTable.Rows rows = lane.table().read(lane.parked().keySet());
    GtidSet set = new GtidSet(executed);
    boolean last = !rows.more() && follower.canJoin(set);
    if (isOfTheServer(lane) && publish(lane, rows, last ? set : null) && !last) {
      goOn(lane, rows);
    }
  }

  /** Reads the table at once again if there is more. */
  private static void goOn(Lane lane, OutboxTable.Rows rows) {
    if (rows.more()) {
      lane.backlog();
    } else {
      lane.idle();
    }
  }

  /** The next batch of a pass; after the last one the table is read from its lowest row again. */
  private boolean readOn(Lane lane, TablePass pass) throws InterruptedException {
    OutboxTable.Rows rows;
    try {
      rows = pass.next(lane.parked().keySet());
    } catch (SourceException e) {
      log.debug("The pass over the table of {} is lost", lane.name(), e);
      // If there is more to it than the loss of a snapshot, reading the lowest rows tells.
      lane.endPass();
      lane.busy();
      return false;
    }
    if (!publish(lane, rows, null)) {
      return false;
    }
    boolean on =
        rows.more()
            && pass.age().compareTo(LONGEST_PASS) < 0
            && lane.deleter().pending() < OwnedServer.MOST_UNDELETED / 2;
    if (!on) {
      lane.endPass();
    }
    lane.busy();
    return on;
  }

  /**
   * Publishes rows of a table; with a GTID set, the outbox goes on from the log after them.
   *
   * @return false if they are blocked, and the outbox tries again later
   */
  private boolean publish(Lane lane, OutboxTable.Rows rows, @Nullable GtidSet executed)
      throws InterruptedException {
    Unit unit = publisher.unit();
    for (OutboxEvent event : rows.events()) {
      unit.add(lane, event);
    }
    boolean joins = false;
    if (executed != null && !unit.blocked().containsKey(lane)) {
      joins = true;
      follower.join(executed.toString());
      lane.follow(executed, unit.keys(lane));
    }
    boolean blocked = unit.sendBlockedBack();
    if (joins || !unit.isEmpty()) {
      publisher.publish(unit);
    }
    if (blocked) {
      return false;
    }
    setup.failedOutboxes().forget(lane.name());
    lane.showPhase();
    return true;
  }
}
