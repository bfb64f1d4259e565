/** Which relay owns which database server: relays share the work as a Kafka consumer group. */
@NullMarked
package dev.outbox.relay.group;

import org.jspecify.annotations.NullMarked;
