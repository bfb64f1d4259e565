package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import dev.outbox.relay.binlog.LogPart;
import dev.outbox.relay.binlog.LogProblem;
import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.binlog.LogReader;
import dev.outbox.relay.binlog.LoggedEvent;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a server's log for the outboxes that are past their tables: connects from where progress
 * is, connects again after failures, and sorts out what has to be read from a table after all. Used
 * by the server's thread.
 */
final class LogFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);

  private static final Duration FIRST_TROUBLE_PAUSE = Duration.ofMillis(100);

  /** Other clients of the server's log have other numbers. */
  private static final long SERVER_ID = (1L << 31) + new SecureRandom().nextInt(Integer.MAX_VALUE);

  private final DatabaseServer server;
  private final ServerIdentity identity;
  private final Admission admission;
  private final ServerFacts facts;
  private final Ledger ledger;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<Table, String> tables = new HashMap<>();
  private final LogQueue queue;
  private final BackOff trouble;
  private Map<String, Integer> replayed = new HashMap<>();

  /** The transaction that is published in part, until it has come again. */
  private @Nullable String partial;

  private @Nullable LogReader reader;

  /** Whether what went wrong last is still shown. */
  private boolean failing;

  private long due = System.nanoTime();

  LogFollower(
      DatabaseServer server,
      ServerIdentity identity,
      Admission admission,
      Ledger ledger,
      Collection<Lane> lanes,
      LogQueue queue,
      Duration errorCeiling) {
    this.server = server;
    this.identity = identity;
    this.admission = admission;
    this.facts = new ServerFacts(server);
    this.ledger = ledger;
    this.queue = queue;
    this.trouble = new BackOff(FIRST_TROUBLE_PAUSE, errorCeiling);
    for (Lane lane : lanes) {
      this.lanes.put(lane.name(), lane);
      tables.put(lane.outbox().table(), lane.name());
    }
  }

  /**
   * Whether an outbox whose table was read after this GTID set was asked for can go on from the
   * log: not if the log was read further, since rows were dropped that were not visible yet.
   */
  boolean canJoin(GtidSet executed) {
    GtidSet position = ledger.position();
    return position == null || (!ledger.isPartial() && position.isContainedWithin(executed));
  }

  /** An outbox goes on from the log, which is followed from this GTID set on if it is not yet. */
  void join(String executed) {
    if (ledger.position() == null) {
      ledger.position(new GtidSet(executed));
    }
  }

  /** Connects if that is needed and due, and disconnects if it is not needed. */
  void tend() throws InterruptedException {
    if (following().isEmpty()) {
      disconnect();
      if (ledger.position() != null) {
        ledger.position(null);
      }
      return;
    }
    LogReader current = reader;
    if (current == null) {
      if (System.nanoTime() - due >= 0) {
        connect();
      }
      return;
    }
    if (failing && current.wasIdle() && queue.isEmpty()) {
      works();
    }
    Throwable failure = queue.failure();
    if (failure != null) {
      failed(LogProblem.explain(failure, server.name()));
    } else if (current.silence().compareTo(LogReader.tooSilent()) > 0 && queue.isEmpty()) {
      failed(
          new SourceException(
              OutboxState.WAITING_FOR_DATABASE,
              "Server '%s' has sent nothing of its log for %d s, not even a heartbeat; nothing is lost"
                  .formatted(server.name(), current.silence().toSeconds()),
              null));
    }
  }

  /** Takes a part of the log into a unit. */
  void take(LogPart part, Unit unit) throws InterruptedException {
    MySqlGtid gtid = part.gtid();
    if (partial != null && !partial.equals(gtid.toString())) {
      startOver(partial, gtid);
      return;
    }
    boolean further = part.last();
    for (LoggedEvent logged : part.events()) {
      if (isReplayed(logged.outbox())) {
        continue;
      }
      further = true;
      ledger.doneRow(logged.outbox());
      Lane lane = lanes.get(logged.outbox());
      if (lane != null) {
        OwnedServer.confined(lane, () -> addIfWanted(unit, lane, gtid, logged.event()));
      }
    }
    part.unreadable().forEach((outbox, why) -> unreadable(outbox, gtid, why));
    part.refused().forEach((outbox, why) -> refused(outbox, gtid, why));
    if (further) {
      works();
    }
    if (part.last()) {
      replayed.clear();
      partial = null;
      ledger.done(gtid);
    } else {
      ledger.donePartly(gtid);
    }
  }

  private static boolean addIfWanted(Unit unit, Lane lane, MySqlGtid gtid, OutboxEvent event)
      throws InterruptedException {
    boolean wanted = lane.wants(gtid, event);
    if (wanted) {
      unit.add(lane, event);
    }
    return wanted;
  }

  /** Ends the connection; what was read and not taken is read again by the next one. */
  @Override
  public void close() {
    disconnect();
  }

  /** The log can be read; says so if it could not. */
  private void works() {
    trouble.reset();
    if (failing) {
      failing = false;
      following().forEach(Lane::showPhase);
    }
  }

  /**
   * Another server took over that has transactions in another order. How much of one is published
   * says nothing of others, so all is read from the tables.
   */
  private void startOver(String expected, MySqlGtid found) {
    log.warn(
        "Server {}: the log goes on with the transaction {}, and {} is published in part; the tables"
            + " are read instead",
        server.name(),
        found,
        expected);
    disconnect();
    following().forEach(Lane::catchUp);
    ledger.position(null);
    partial = null;
    replayed.clear();
  }

  private boolean isReplayed(String outbox) {
    Integer left = replayed.get(outbox);
    if (left == null || left == 0) {
      return false;
    }
    replayed.put(outbox, left - 1);
    return true;
  }

  private void unreadable(String outbox, MySqlGtid gtid, String why) {
    Lane lane = lanes.get(outbox);
    if (lane != null && lane.follows(gtid)) {
      log.info("Outbox {}: reads its table again: {}", outbox, why);
      lane.catchUp();
    }
  }

  private void refused(String outbox, MySqlGtid gtid, String why) {
    Lane lane = lanes.get(outbox);
    if (lane != null && lane.follows(gtid)) {
      lane.refuse(why);
      lane.showPhase();
    }
  }

  private void connect() throws InterruptedException {
    GtidSet position = ledger.position();
    if (position == null) {
      following().forEach(Lane::catchUp);
      return;
    }
    try {
      identity.require();
      String from = position.toString();
      if (!ledger.required().stream().allMatch(facts::hasExecuted)) {
        throw lostCommits(server.name());
      }
      if (!facts.hasLogBehind(from)) {
        log.warn(
            "Server {}: the log was purged beyond what was read; the tables are read instead",
            server.name());
        following().forEach(Lane::catchUp);
        ledger.position(null);
        return;
      }
      admission.requireAll(following());
      if (following().isEmpty()) {
        return;
      }
      MySqlGtid begun = ledger.partialGtid();
      partial = begun == null ? null : begun.toString();
      replayed = begun == null ? new HashMap<>() : new HashMap<>(ledger.partialRows());
      LogReader next = new LogReader(server, from, tables, SERVER_ID, queue);
      next.start();
      reader = next;
      if (!failing) {
        following().forEach(Lane::showPhase);
      }
    } catch (SourceException e) {
      failed(e);
    } catch (IllegalArgumentException e) {
      failed(
          new SourceException(OutboxState.WAITING_FOR_DATABASE, String.valueOf(e.getMessage()), e));
    }
  }

  /** The server was restored, or replaced by one that lacks commits. */
  static SourceException lostCommits(String server) {
    return new SourceException(
        OutboxState.REFUSED,
        ("Server '%1$s' lacks transactions that were published: it was restored, or a replica took"
                + " over that had not got them. If that is what you want, POST"
                + " /api/servers/%1$s/reset; events may be published twice")
            .formatted(server),
        null);
  }

  /** Ends the connection for a while, and shows why. */
  void failed(SourceException e) {
    log.debug("The log of {} is lost", server.name(), e);
    disconnect();
    identity.forget();
    admission.forget();
    failing = true;
    following().forEach(lane -> lane.status().failing(e.state(), String.valueOf(e.getMessage())));
    due = System.nanoTime() + trouble.next().toNanos();
  }

  private void disconnect() {
    if (reader != null) {
      reader.close();
      reader = null;
      queue.close();
    }
  }

  private List<Lane> following() {
    return lanes.values().stream().filter(lane -> lane.phase() == Lane.Phase.LOG).toList();
  }
}
