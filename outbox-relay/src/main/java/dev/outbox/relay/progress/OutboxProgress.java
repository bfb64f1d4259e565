package dev.outbox.relay.progress;

import org.jspecify.annotations.Nullable;

/**
 * How far one outbox is.
 *
 * @param paused whether an operator has paused it
 * @param refused why it waits for an operator; null if it does not
 * @param following whether its rows come from the log; otherwise they are read from the table
 * @param from while set: transactions in this GTID set are not taken from the log, since they were
 *     read from the table
 * @param skip while {@code from} is set: the sequence whose rows were read from the table although
 *     their transactions may not be in {@code from}; null if there are none
 * @param until once the log was read up to this GTID set, {@code from} and {@code skip} have no use
 *     any more; null while that set is not known yet
 */
public record OutboxProgress(
    boolean paused,
    @Nullable String refused,
    boolean following,
    @Nullable String from,
    @Nullable Long skip,
    @Nullable String until) {

  /** An outbox that nothing is known of: its table is read first. */
  public static final OutboxProgress NEW = new OutboxProgress(false, null, false, null, null, null);
}
