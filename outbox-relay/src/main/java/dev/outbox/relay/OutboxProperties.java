package dev.outbox.relay;

import dev.outbox.relay.outbox.RelayMode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One outbox.
 *
 * @param database the database that holds the table. No default
 * @param table the table; default {@code outbox_event}, to be changed only if the service has it
 *     under another name
 * @param source who writes the events, as a URI-reference such as {@code /order-service}; it
 *     becomes the CloudEvents attribute {@code source}. No default
 * @param mode how the relay learns of new rows of this outbox; default {@code outbox.relay.mode}
 */
public record OutboxProperties(
    @NotBlank(message = "must be set: the database that holds the outbox table") String database,
    @NotBlank @DefaultValue("outbox_event") String table,
    @NotNull(
            message =
                "must be set, as a URI-reference such as /order-service: the CloudEvents source")
        URI source,
    @Nullable RelayMode mode) {}
