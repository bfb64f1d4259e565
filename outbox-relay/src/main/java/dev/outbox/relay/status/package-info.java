/** What operators see of the outboxes: the HTTP API, health and metrics. */
@NullMarked
package dev.outbox.relay.status;

import org.jspecify.annotations.NullMarked;
