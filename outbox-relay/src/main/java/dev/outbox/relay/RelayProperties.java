package dev.outbox.relay;

import dev.outbox.relay.polling.PollingProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the relay does. A setting that is not known here stops the start.
 *
 * @param mode how the relay learns of new rows; default and only choice: {@code polling}
 * @param servers the database servers, by a name of your choice that stays the same when the
 *     server's address changes; at least one. With environment variables: {@code
 *     OUTBOX_RELAY_SERVERS_MAIN_URL}
 * @param polling how the database is asked
 */
@Validated
@ConfigurationProperties(prefix = "outbox.relay", ignoreUnknownFields = false)
public record RelayProperties(
    @DefaultValue("polling") RelayMode mode,
    @NotEmpty(
            message =
                "must name at least one database server: set outbox.relay.servers.<server>.url,"
                    + " .username, .password and .outboxes.<outbox>.database and .source")
        Map<String, @Valid ServerProperties> servers,
    @Valid @NestedConfigurationProperty @DefaultValue PollingProperties polling) {

  /**
   * @throws IllegalArgumentException if two servers have an outbox of the same name: the name alone
   *     identifies an outbox in the API, the metrics and the log
   */
  public RelayProperties {
    servers = servers == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(servers));
    Map<String, String> serverOf = new TreeMap<>();
    servers.forEach(
        (server, properties) ->
            properties
                .outboxes()
                .keySet()
                .forEach(
                    outbox -> {
                      String other = serverOf.put(outbox, server);
                      if (other != null) {
                        throw new IllegalArgumentException(
                            ("The outbox name '%s' is used on the servers '%s' and '%s'; give each"
                                    + " outbox a name of its own")
                                .formatted(outbox, other, server));
                      }
                    }));
  }
}
