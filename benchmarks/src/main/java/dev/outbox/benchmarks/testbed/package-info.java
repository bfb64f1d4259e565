/** What all benchmarks need: real servers, processes, threads, times, and the options of a run. */
@NullMarked
package dev.outbox.benchmarks.testbed;

import org.jspecify.annotations.NullMarked;
