/**
 * The relay and the outbox beside others, each contender in a process of its own: {@code ./saga
 * bench relay}.
 */
@NullMarked
package dev.outbox.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
