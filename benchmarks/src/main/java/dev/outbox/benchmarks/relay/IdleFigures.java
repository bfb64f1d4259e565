package dev.outbox.benchmarks.relay;

import java.util.Map;

/**
 * What a contender asks of MySQL while nothing is written.
 *
 * @param entrant which one
 * @param seconds for how long it was counted
 * @param statements how many there were
 * @param kinds how many of each kind, by the names of MySQL's performance schema
 */
record IdleFigures(Entrant entrant, int seconds, long statements, Map<String, Long> kinds) {}
