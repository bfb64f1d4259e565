/**
 * Comparisons of the relay with others on real servers, each contender in a process of its own, and
 * their reports: {@code ./saga bench relay}.
 */
@NullMarked
package dev.outbox.benchmarks;

import org.jspecify.annotations.NullMarked;
