/** Publishes events to Kafka as CloudEvents in binary mode, and makes the topics they go to. */
@NullMarked
package dev.outbox.relay.publish;

import org.jspecify.annotations.NullMarked;
