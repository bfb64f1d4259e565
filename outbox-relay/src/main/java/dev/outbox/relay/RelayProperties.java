package dev.outbox.relay;

import dev.outbox.relay.group.GroupProperties;
import dev.outbox.relay.outbox.Delivery;
import dev.outbox.relay.outbox.RelayMode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the relay does. A setting that is not known here stops the start.
 *
 * @param mode how the relay learns of new rows: {@code binlog} (default) or {@code polling}, which
 *     needs neither GTIDs nor the right to replicate. Can be changed at any restart; nothing is
 *     lost or published twice
 * @param delivery {@code exactly-once} (default) or {@code at-least-once}, which is sooner by some
 *     milliseconds and may repeat events after a crash
 * @param servers the database servers, by a name of your choice that stays the same when the
 *     server's address changes; at least one. With environment variables: {@code
 *     OUTBOX_RELAY_SERVERS_MAIN_URL}
 * @param polling how tables are read
 * @param transaction how large Kafka transactions get
 * @param group how relays share the servers
 * @param operator who may change something over HTTP
 * @param discardedEvents the file that keeps the events that operators discard, a JSON object a
 *     line; default {@code discarded-events.jsonl} in the working directory. Put it where it
 *     outlasts the relay's container
 * @param errorCeiling the longest pause between two attempts after a failure; pauses start at 100
 *     ms and double. Default 5 s. It is how long the relay may take to notice that MySQL or Kafka
 *     is back
 * @param overlookedAfter how old a row is before the relay takes it for one that the log did not
 *     bring, counts it as overlooked and reads the table again; default 30 s. The relay looks so
 *     long after there was traffic, in mode {@code binlog}
 */
@Validated
@ConfigurationProperties(prefix = "outbox.relay", ignoreUnknownFields = false)
public record RelayProperties(
    @DefaultValue("binlog") RelayMode mode,
    @DefaultValue("exactly-once") Delivery delivery,
    @NotEmpty(
            message =
                "must name at least one database server: set outbox.relay.servers.<server>.url,"
                    + " .username, .password and .outboxes.<outbox>.database and .source")
        Map<String, @Valid ServerProperties> servers,
    @Valid @NestedConfigurationProperty @DefaultValue PollingProperties polling,
    @Valid @NestedConfigurationProperty @DefaultValue TransactionProperties transaction,
    @Valid @NestedConfigurationProperty @DefaultValue GroupProperties group,
    @NestedConfigurationProperty @DefaultValue OperatorProperties operator,
    @DefaultValue("discarded-events.jsonl") Path discardedEvents,
    @DefaultValue("5s") @DurationMin(millis = 100) Duration errorCeiling,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration overlookedAfter) {

  private static final String NAME = "[A-Za-z0-9._-]+";

  /**
   * @throws IllegalArgumentException if two servers have an outbox of the same name: the name alone
   *     identifies an outbox in the API, the metrics and the log; if two servers have the same
   *     address, or two outboxes the same table; or if a name has other characters than letters,
   *     digits, dots, dashes and underscores
   */
  public RelayProperties {
    servers = servers == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(servers));
    Map<String, String> serverOf = new TreeMap<>();
    servers.forEach(
        (server, properties) -> {
          check("server", server);
          for (String outbox : properties.outboxes().keySet()) {
            check("outbox", outbox);
            String other = serverOf.put(outbox, server);
            if (other != null) {
              throw new IllegalArgumentException(
                  ("The outbox name '%s' is used on the servers '%s' and '%s'; give each outbox a"
                          + " name of its own")
                      .formatted(outbox, other, server));
            }
          }
        });
    DistinctSources.require(servers);
  }

  private static void check(String what, String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "The %s name '%s' must have letters, digits, dots, dashes and underscores only"
              .formatted(what, name));
    }
  }
}
