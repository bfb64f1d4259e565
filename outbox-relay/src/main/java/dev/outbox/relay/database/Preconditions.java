package dev.outbox.relay.database;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server must be like so that its log can be followed. Safe for use by several threads. */
public final class Preconditions {

  private final DatabaseServer server;
  private final ServerFacts facts;
  private final boolean relaxed;

  /**
   * Asks nothing yet.
   *
   * @param relaxed whether an operator accepts a log that is not durable
   */
  public Preconditions(DatabaseServer server, boolean relaxed) {
    this.server = server;
    this.facts = new ServerFacts(server);
    this.relaxed = relaxed;
  }

  /**
   * Makes sure that the log can be followed.
   *
   * @throws SourceException if it cannot; with what to run
   */
  public void require() {
    for (Finding finding : findings()) {
      if (!finding.ok()) {
        throw new SourceException(
            OutboxState.REFUSED,
            "Server '%s': %s is %s. %s"
                .formatted(server.name(), finding.check(), finding.found(), finding.todo()),
            null);
      }
    }
  }

  /**
   * What was found, good or bad.
   *
   * @throws SourceException if the server cannot be asked
   */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        variable("log_bin", "ON", "Start MySQL with --log-bin, or set outbox.relay.mode=polling"));
    findings.add(
        variable(
            "binlog_format",
            "ROW",
            "SET PERSIST binlog_format = ROW; then end the services' connections"));
    findings.add(
        variable(
            "gtid_mode",
            "ON",
            "Set enforce_gtid_consistency=ON and gtid_mode=ON (MySQL's manual: Changing GTID Mode"
                + " Online), or set outbox.relay.mode=polling"));
    if (!relaxed) {
      findings.add(
          variable(
              "sync_binlog",
              "1",
              "SET PERSIST sync_binlog = 1; otherwise a crash of the machine can undo what was"
                  + " published (accepted by allow-relaxed-durability)"));
      findings.add(
          variable(
              "binlog_order_commits",
              "ON",
              "SET PERSIST binlog_order_commits = ON; otherwise rows can become visible after their"
                  + " place in the log (accepted by allow-relaxed-durability)"));
    }
    return findings;
  }

  private Finding variable(String name, String wanted, String todo) {
    String found = facts.variable(name);
    // What a newer server does not know any more is as it has to be.
    return found.isEmpty() || found.toUpperCase(Locale.ROOT).equals(wanted)
        ? Finding.ok(name, found)
        : Finding.bad(name, found, todo);
  }
}
