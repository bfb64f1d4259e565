/**
 * How many orders go through the complete saga, how soon, and where the time goes: {@code ./saga
 * bench saga}.
 */
@NullMarked
package dev.outbox.benchmarks.saga;

import org.jspecify.annotations.NullMarked;
