package dev.outbox.benchmarks.report;

/**
 * Something that should be reached.
 *
 * @param what in a sentence's words
 * @param wanted the figure to reach
 * @param found the figure that was found
 * @param reached whether it was
 */
public record Goal(String what, String wanted, String found, boolean reached) {}
