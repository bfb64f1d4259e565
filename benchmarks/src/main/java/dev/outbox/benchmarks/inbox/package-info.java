/** How fast events are handled once each: {@code ./saga bench inbox}. */
@NullMarked
package dev.outbox.benchmarks.inbox;

import org.jspecify.annotations.NullMarked;
