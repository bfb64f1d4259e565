/**
 * Benchmarks on real servers, and their reports: {@code ./saga bench}. Each has a package of its
 * own.
 */
@NullMarked
package dev.outbox.benchmarks;

import org.jspecify.annotations.NullMarked;
