package dev.outbox.relay;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One database server.
 *
 * @param url {@code jdbc:mysql://host:port}, without a database; options of the JDBC driver may
 *     follow, such as {@code /?sslMode=VERIFY_IDENTITY}. No default
 * @param username the account; it needs SELECT and DELETE on the outbox tables, and in mode {@code
 *     binlog} REPLICATION SLAVE and REPLICATION CLIENT, nothing more. No default
 * @param password the account's password; no default, best given as an environment variable
 * @param allowRelaxedDurability accepts a server with {@code sync_binlog} other than 1 or {@code
 *     binlog_order_commits} off in mode {@code binlog}; default false. A crash of its machine can
 *     then undo a change whose event was published
 * @param waitTimeout how long a session of the relay may send nothing until MySQL ends it, and with
 *     it the locks that it holds; default 60 s. A relay that is stopped or cut off in the middle of
 *     a read holds up {@code ALTER TABLE}, and with it all writers, for as long
 * @param outboxes the outboxes on this server, by a name of your choice; at least one
 */
public record ServerProperties(
    @NotBlank(message = "must be set, as jdbc:mysql://host:port")
        @Pattern(
            regexp = "(jdbc:mysql://" + HOST + "(," + HOST + ")*/?(\\?.*)?)?",
            message =
                "must be jdbc:mysql://host:port without a database: each outbox names its own")
        String url,
    @NotBlank(message = "must be set: the account with SELECT and DELETE on the outbox tables")
        String username,
    @NotNull(message = "must be set; there is no default") String password,
    @DefaultValue("false") boolean allowRelaxedDurability,
    @DefaultValue("60s")
        @DurationMin(seconds = 1, message = "must be at least 1 s")
        @DurationMax(hours = 8, message = "must be at most 8 hours")
        Duration waitTimeout,
    @NotEmpty(message = "must name at least one outbox, with its database and source")
        Map<String, @Valid OutboxProperties> outboxes) {

  private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[^/?\\s:,@]+)(:\\d{1,5})?";

  /** An absent map of outboxes is left to validation, which says so in a sentence. */
  public ServerProperties {
    outboxes = outboxes == null ? Map.of() : Map.copyOf(outboxes);
  }

  /** Leaves the password out, and what the URL may carry after the address. */
  @Override
  public String toString() {
    return "ServerProperties[url=%s, username=%s, outboxes=%s]"
        .formatted(url == null ? null : url.replaceFirst("\\?.*", ""), username, outboxes);
  }
}
