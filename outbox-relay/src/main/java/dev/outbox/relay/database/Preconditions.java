package dev.outbox.relay.database;

import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.SourceException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server and a table must be like so that the relay can keep its promise. Safe for use by
 * several threads.
 */
public final class Preconditions {

  private final DatabaseServer server;
  private final LogPreconditions log;
  private final TablePreconditions table;

  /**
   * Asks nothing yet.
   *
   * @param relaxed whether an operator accepts a log that is not durable
   */
  public Preconditions(DatabaseServer server, boolean relaxed) {
    this.server = server;
    this.log = new LogPreconditions(server, relaxed);
    this.table = new TablePreconditions(server);
  }

  /**
   * Makes sure that an outbox can be published.
   *
   * @throws SourceException if it cannot; with what to run
   */
  public void require(Outbox outbox) {
    List<Finding> findings = new ArrayList<>(table.required(outbox));
    if (outbox.mode() == RelayMode.BINLOG) {
      findings.addAll(log.required(outbox.table().database()));
    }
    List<String> refusing =
        findings.stream()
            .filter(finding -> finding.severity() == Finding.Severity.REFUSING)
            .map(Finding::sentence)
            .toList();
    if (!refusing.isEmpty()) {
      throw new SourceException(
          OutboxState.REFUSED,
          "Server '%s', %s".formatted(server.name(), String.join("; ", refusing)),
          null);
    }
  }

  /** All that was found, good or bad; also that the server or the table cannot be asked. */
  public List<Finding> findings(Outbox outbox) {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.addAll(table.required(outbox));
      findings.addAll(table.others());
    } catch (SourceException e) {
      findings.add(Finding.refusing("table", String.valueOf(e.getMessage()), null));
      if (e.state() == OutboxState.WAITING_FOR_DATABASE) {
        return findings;
      }
    }
    if (outbox.mode() == RelayMode.BINLOG) {
      try {
        findings.addAll(log.required(outbox.table().database()));
        findings.addAll(log.others());
      } catch (SourceException e) {
        findings.add(Finding.refusing("log", String.valueOf(e.getMessage()), null));
      }
    }
    return findings;
  }
}
