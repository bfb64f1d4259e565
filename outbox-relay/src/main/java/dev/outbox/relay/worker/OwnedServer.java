package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.outbox.relay.binlog.LogPart;
import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.group.Membership;
import dev.outbox.relay.group.NotOwnerException;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.publish.EventPublisher;
import dev.outbox.relay.publish.PublishException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work for one server while this relay owns it: takes rows from tables and from the log,
 * publishes them with their progress, has them deleted. Any failure of Kafka ends it; a new one
 * then starts from what Kafka has. Failures of MySQL do not. Used by the server's thread.
 */
final class OwnedServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OwnedServer.class);

  /** The longest wait while nothing happens; nobody is asked anything then. */
  private static final long TICK = Duration.ofMillis(200).toNanos();

  /** How often progress is written that no event needs: it only shortens the next takeover. */
  private static final long BOOKMARK = Duration.ofSeconds(5).toNanos();

  /** Published rows that are not deleted yet take memory: at 24 bytes each, some 24 MB. */
  static final long MOST_UNDELETED = 1_000_000;

  private final ServerSetup setup;
  private final Membership membership;
  private final UnitPublisher publisher;
  private final Ledger ledger;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final LogQueue queue;
  private final ServerFacts facts;
  private final ServerIdentity identity;
  private final LogFollower follower;
  private final DeleterThread deleter;
  private final TableReader tables;
  private final OverlookedRows overlooked;

  /** Whether the last transaction was full, so that more is waiting; read by the deleter. */
  private volatile boolean behind;

  private long settleDue = System.nanoTime();

  /** Goes on from progress, with a publisher that has fenced all others. */
  OwnedServer(
      ServerSetup setup,
      Membership membership,
      EventPublisher publisher,
      Ledger ledger,
      LogQueue queue,
      Collection<Lane> lanes) {
    this.setup = setup;
    this.membership = membership;
    this.ledger = ledger;
    this.queue = queue;
    this.facts = new ServerFacts(setup.server());
    lanes.forEach(lane -> this.lanes.put(lane.name(), lane));
    this.publisher = new UnitPublisher(setup, publisher, ledger, this.lanes);
    this.identity =
        new ServerIdentity(
            setup, facts, ledger, this.publisher, lanes.stream().map(Lane::outbox).toList());
    Admission admission = new Admission(setup.preconditions());
    this.follower =
        new LogFollower(
            setup.server(), identity, admission, ledger, lanes, queue, setup.errorCeiling());
    this.tables = new TableReader(setup, identity, admission, follower, this.publisher);
    this.overlooked =
        new OverlookedRows(setup.overlookedAfter(), facts, ledger, this.publisher, lanes);
    this.deleter = new DeleterThread(setup.name(), List.copyOf(lanes), () -> behind);
    lanes.forEach(Lane::showPhase);
    lanes.forEach(setup.failedOutboxes()::applyTo);
  }

  Lane lane(String outbox) {
    Lane lane = lanes.get(outbox);
    if (lane == null) {
      throw new IllegalArgumentException("No outbox " + outbox);
    }
    return lane;
  }

  /**
   * Does what there is to do.
   *
   * @return after how long it may be called again at the latest, in nanoseconds; sooner if the
   *     queue has something
   */
  long turn() throws InterruptedException {
    long wait = TICK;
    boolean tableBehind = false;
    for (Lane lane : lanes.values()) {
      Long due = lane.dueIn(System.nanoTime());
      if (due != null && due == 0) {
        tableBehind |= confined(lane, () -> tables.read(lane));
        due = lane.dueIn(System.nanoTime());
      }
      wait = due == null ? wait : Math.min(wait, due);
    }
    boolean more = false;
    if (makeRoom()) {
      follower.tend();
      more = readLog(tableBehind);
      overlooked.look();
    } else {
      behind = false;
    }
    settle();
    return more ? 0 : wait;
  }

  /** Pauses an outbox until it is resumed. */
  void pause(String outbox) throws InterruptedException {
    change(lane(outbox), Lane::pause);
  }

  /** Resumes an outbox that is paused, blocked or refused. */
  void resume(String outbox) throws InterruptedException {
    publisher.forgetRefusals();
    Lane lane = lane(outbox);
    // Those of other outboxes' topics hold on: their consumers may not have finished.
    ledger.partitions().keySet().removeAll(lane.changedTopics());
    lane.changedTopics().clear();
    change(lane, Lane::catchUp);
  }

  /** Has the events of a parked key published, in order, before its live ones. */
  void release(String outbox, String key) throws InterruptedException {
    Lane lane = lane(outbox);
    ParkedKey parked = lane.parked().remove(key);
    if (parked == null) {
      throw NotParkedException.key(outbox, key);
    }
    publisher.forgetRefusals();
    lane.backToTable();
    // Its rows may be behind where the table is read, and later ones of the key ahead.
    lane.endPass();
    publisher.writeProgress(parked);
    lane.showParked();
    lane.showPhase();
  }

  /** Has one event of a parked key kept elsewhere, and removes it. */
  void discard(String outbox, String key, String id, Consumer<OutboxEvent> keep)
      throws InterruptedException {
    Lane lane = lane(outbox);
    if (!lane.parked().containsKey(key)) {
      throw NotParkedException.key(outbox, key);
    }
    // What was published before the key was parked may still be in the table.
    publisher.writeAhead();
    lane.deleter().deletePending();
    OutboxEvent event =
        lane.table().find(key, id).orElseThrow(() -> NotParkedException.event(outbox, key, id));
    keep.accept(event);
    lane.table().delete(event);
    log.warn("Outbox {}: {} was discarded by an operator", outbox, event);
  }

  /** Many parked keys of an outbox at once. */
  ParkedLane parked(String outbox) {
    return new ParkedLane(lane(outbox), publisher);
  }

  /** Forgets where the log was read, as an operator says that the server is another one now. */
  void reset() throws InterruptedException {
    ledger.forgetServer();
    ledger.serverUuid(null, false);
    identity.forget();
    for (Lane lane : lanes.values()) {
      if (lane.phase() == Lane.Phase.LOG) {
        lane.catchUp();
      }
    }
    publisher.writeProgress();
    lanes.values().forEach(Lane::showPhase);
  }

  /** Ends reading and deleting; the publisher is closed by whoever made it. */
  @Override
  public void close() {
    lanes.values().forEach(Lane::endPass);
    follower.close();
    deleter.close();
  }

  /** Publishes what is still owed before an orderly end. */
  void finish() throws InterruptedException {
    publisher.writeAhead();
  }

  private interface Change {
    void of(Lane lane);
  }

  private void change(Lane lane, Change change) throws InterruptedException {
    change.of(lane);
    publisher.writeProgress();
    lane.showPhase();
  }

  /** Work for one outbox. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /**
   * Does work for one outbox, so that an exception that the relay does not know tells which one.
   *
   * @throws OutboxFailedException if there is one
   */
  static <T> T confined(Lane lane, Work<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (PublishException | NotOwnerException | KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new OutboxFailedException(lane.name(), e);
    }
  }

  private boolean readLog(boolean tableBehind) throws InterruptedException {
    Unit unit = publisher.unit();
    boolean any = false;
    while (!isFull(unit)) {
      LogPart part = queue.poll();
      if (part == null) {
        break;
      }
      any = true;
      follower.take(part, unit);
    }
    if (any) {
      overlooked.traffic();
    }
    behind = tableBehind || isFull(unit);
    // Progress must not say that an outbox follows the log beyond an event that was not published.
    unit.sendBlockedBack();
    if (!unit.isEmpty()) {
      publisher.publishSoon(unit);
    }
    return any;
  }

  private boolean isFull(Unit unit) {
    return unit.size() >= setup.maxEvents() || unit.bytes() >= setup.maxBytes();
  }

  /**
   * If very many rows wait to be deleted, publishing waits for that.
   *
   * @return whether there is room for more
   */
  private boolean makeRoom() {
    try {
      for (Lane lane : lanes.values()) {
        while (lane.deleter().pending() > MOST_UNDELETED) {
          lane.deleter().deleteSome();
        }
      }
      return true;
    } catch (SourceException e) {
      follower.failed(e);
      return false;
    }
  }

  private void settle() throws InterruptedException {
    long now = System.nanoTime();
    publisher.writeAheadIfDue();
    if (now - settleDue >= 0) {
      settleLanes(now);
    }
    if (ledger.hasNews() && publisher.sinceWritten() > BOOKMARK) {
      publisher.writeProgress();
      membership.commit(setup.name(), ledger.oldestLive());
    }
  }

  private void settleLanes(long now) {
    for (Lane lane : lanes.values()) {
      if (!lane.settling()) {
        continue;
      }
      GtidSet until = lane.until();
      GtidSet position = ledger.position();
      if (until == null && lane.deleter().pending() == 0) {
        try {
          lane.until(new GtidSet(facts.executed()));
        } catch (SourceException e) {
          log.debug("{} is not asked now", setup.name(), e);
          settleDue = now + Duration.ofSeconds(1).toNanos();
        }
      } else if (until != null && position != null && until.isContainedWithin(position)) {
        lane.settled();
        ledger.change();
      }
    }
  }
}
