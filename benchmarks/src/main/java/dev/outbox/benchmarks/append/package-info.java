/** What it costs to compare events with their schemas: {@code ./saga bench append}, by JMH. */
@NullMarked
package dev.outbox.benchmarks.append;

import org.jspecify.annotations.NullMarked;
