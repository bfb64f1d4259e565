package dev.outbox.relay.database;

import dev.outbox.relay.outbox.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.dao.DataAccessException;

/** What a server's log must be like so that it can be followed. Safe for use by several threads. */
final class LogPreconditions {

  private static final int ACCESS_DENIED = 1227;
  private static final Duration SHORT_RETENTION = Duration.ofDays(1);

  private final DatabaseServer server;
  private final ServerFacts facts;
  private final boolean relaxed;

  LogPreconditions(DatabaseServer server, boolean relaxed) {
    this.server = server;
    this.facts = new ServerFacts(server);
    this.relaxed = relaxed;
  }

  /** What following the log needs. */
  List<Finding> required(String database) {
    Map<String, String> variables =
        facts.variables(
            List.of(
                "version",
                "log_bin",
                "binlog_format",
                "gtid_mode",
                "sync_binlog",
                "binlog_order_commits"));
    List<Finding> findings = new ArrayList<>();
    findings.add(
        variable(
            variables,
            "log_bin",
            "ON",
            "Start MySQL with --log-bin, or set outbox.relay.mode=polling"));
    findings.add(
        variable(
            variables,
            "binlog_format",
            "ROW",
            "SET PERSIST binlog_format = ROW; then end the services' connections"));
    findings.add(
        variable(
            variables,
            "gtid_mode",
            "ON",
            "Set enforce_gtid_consistency=ON and gtid_mode=ON (MySQL's manual: Changing GTID Mode"
                + " Online), or set outbox.relay.mode=polling"));
    if (!relaxed) {
      findings.add(
          variable(
              variables,
              "sync_binlog",
              "1",
              "SET PERSIST sync_binlog = 1; otherwise a crash of the machine can undo what was"
                  + " published (accepted by allow-relaxed-durability)"));
      findings.add(
          variable(
              variables,
              "binlog_order_commits",
              "ON",
              "SET PERSIST binlog_order_commits = ON; otherwise rows can become visible after their"
                  + " place in the log (accepted by allow-relaxed-durability)"));
    }
    String version = variables.getOrDefault("version", "");
    findings.addAll(server.ask(ServerFacts.NONE, () -> filters(version, database)));
    findings.add(server.ask(ServerFacts.NONE, () -> mayReplicate(version)));
    return findings;
  }

  /** What may go wrong later. */
  List<Finding> others() {
    Map<String, String> variables =
        facts.variables(List.of("binlog_expire_logs_seconds", "binlog_row_image"));
    List<Finding> findings = new ArrayList<>();
    findings.add(retention(variables.getOrDefault("binlog_expire_logs_seconds", "")));
    String image = variables.getOrDefault("binlog_row_image", "");
    findings.add(
        image.equalsIgnoreCase("MINIMAL")
            ? Finding.warning(
                "binlog_row_image",
                image,
                "SET PERSIST binlog_row_image = FULL; otherwise the log has no created_at that the"
                    + " table's default has set, and the time of commit becomes the event's time")
            : Finding.ok("binlog_row_image", image));
    findings.add(preparedTransactions());
    return findings;
  }

  private static Finding variable(
      Map<String, String> variables, String name, String wanted, String todo) {
    String found = variables.getOrDefault(name, "");
    // What a newer server does not know any more is as it has to be.
    return found.isEmpty() || found.toUpperCase(Locale.ROOT).equals(wanted)
        ? Finding.ok(name, found)
        : Finding.refusing(name, found, todo);
  }

  private record Filters(String only, String never) {}

  private List<Finding> filters(String version, String database) {
    String sql = isAtLeast(version, 8, 4) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    Filters filters;
    try {
      filters =
          server
              .jdbc()
              .sql(sql)
              .query(LogPreconditions::filters)
              .optional()
              .orElse(new Filters("", ""));
    } catch (DataAccessException e) {
      return List.of(denied("REPLICATION CLIENT", e));
    }
    boolean ignoreCase = facts.ignoresCase();
    boolean shown =
        (filters.only().isEmpty() || isIn(filters.only(), database, ignoreCase))
            && !isIn(filters.never(), database, ignoreCase);
    String found = "binlog-do-db=%s binlog-ignore-db=%s".formatted(filters.only(), filters.never());
    return List.of(
        Finding.ok("REPLICATION CLIENT", "granted"),
        shown
            ? Finding.ok("binlog filters", found)
            : Finding.refusing(
                "binlog filters",
                found,
                ("They keep the database %s out of the log. Start MySQL without them, or set"
                        + " outbox.relay.mode=polling")
                    .formatted(database)));
  }

  private static Filters filters(ResultSet row, int number) throws SQLException {
    return new Filters(row.getString("Binlog_Do_DB"), row.getString("Binlog_Ignore_DB"));
  }

  private static boolean isIn(String list, String name, boolean ignoreCase) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .anyMatch(listed -> ignoreCase ? listed.equalsIgnoreCase(name) : listed.equals(name));
  }

  /** Asks something that needs the right, and is short. */
  private Finding mayReplicate(String version) {
    String sql = isAtLeast(version, 8, 1) ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS";
    try {
      server.jdbc().sql(sql).query((row, number) -> number).list();
      return Finding.ok("REPLICATION SLAVE", "granted");
    } catch (DataAccessException e) {
      return denied("REPLICATION SLAVE", e);
    }
  }

  private Finding denied(String right, DataAccessException e) {
    if (DatabaseProblem.codeOf(e) != ACCESS_DENIED) {
      throw e;
    }
    String account = facts.account();
    server.loginAgain();
    return Finding.refusing(
        right,
        "not granted",
        "GRANT %s ON *.* TO %s, or set outbox.relay.mode=polling".formatted(right, account));
  }

  private static Finding retention(String found) {
    if (found.isEmpty()) {
      return Finding.ok("binlog_expire_logs_seconds", found);
    }
    long seconds = Long.parseLong(found);
    return seconds == 0 || seconds >= SHORT_RETENTION.toSeconds()
        ? Finding.ok("binlog_expire_logs_seconds", found)
        : Finding.warning(
            "binlog_expire_logs_seconds",
            found,
            "SET PERSIST binlog_expire_logs_seconds = 259200; a relay that was down for longer"
                + " reads the tables instead, which loses nothing and takes a while");
  }

  /** Their rows are logged when they are prepared and may still be rolled back. */
  private Finding preparedTransactions() {
    String check = "prepared XA transactions";
    try {
      int count = server.jdbc().sql("XA RECOVER").query((row, number) -> number).list().size();
      return count == 0
          ? Finding.ok(check, "none")
          : Finding.warning(
              check,
              String.valueOf(count),
              "XA RECOVER CONVERT XID shows them, XA COMMIT or XA ROLLBACK ends them; an outbox that"
                  + " was written in one is refused");
    } catch (DataAccessException e) {
      return Finding.hint(
          check,
          "not visible to the relay",
          "GRANT XA_RECOVER_ADMIN ON *.* TO %s to have them looked at, if services use XA"
              .formatted(facts.account()));
    }
  }

  private static boolean isAtLeast(String version, int major, int minor) {
    String[] parts = version.split("[.-]", -1);
    try {
      int found = Integer.parseInt(parts[0]);
      return found > major || (found == major && Integer.parseInt(parts[1]) >= minor);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return true;
    }
  }
}
