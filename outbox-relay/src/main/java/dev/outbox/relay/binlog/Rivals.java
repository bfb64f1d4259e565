package dev.outbox.relay.binlog;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a logged row each of an event's columns might have instead of the one that it is
 * taken to have. A row that is known to be read right rules out the places with other values; one
 * whose values are all the same wherever a column is may be read without a doubt. Used by one
 * thread.
 */
final class Rivals {

  private final Map<Integer, BitSet> rivals = new HashMap<>();

  /**
   * Takes every place for a rival of each column.
   *
   * @param places of the columns that matter
   * @param count how many places there are
   */
  Rivals(int[] places, int count) {
    for (int place : places) {
      if (place >= 0) {
        BitSet others = new BitSet(count);
        others.set(0, count);
        others.clear(place);
        rivals.put(place, others);
      }
    }
  }

  /**
   * Whether a row could be read in different ways.
   *
   * @param cells the values by place; null for NULL and for what was not logged
   */
  boolean matterIn(@Nullable Serializable[] cells) {
    for (Map.Entry<Integer, BitSet> entry : rivals.entrySet()) {
      Serializable value = cells[entry.getKey()];
      BitSet others = entry.getValue();
      for (int other = others.nextSetBit(0); other >= 0; other = others.nextSetBit(other + 1)) {
        if (!same(value, cells[other])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Rules out what a row that was read right shows to be impossible. */
  void readRight(@Nullable Serializable[] cells) {
    rivals.forEach(
        (place, others) -> {
          for (int other = others.nextSetBit(0); other >= 0; other = others.nextSetBit(other + 1)) {
            if (!same(cells[place], cells[other])) {
              others.clear(other);
            }
          }
        });
    rivals.values().removeIf(BitSet::isEmpty);
  }

  /** Whether there are none left. */
  boolean isEmpty() {
    return rivals.isEmpty();
  }

  private static boolean same(@Nullable Serializable one, @Nullable Serializable other) {
    return (one instanceof byte[] bytes && other instanceof byte[] others)
        ? Arrays.equals(bytes, others)
        : Objects.equals(one, other);
  }
}
