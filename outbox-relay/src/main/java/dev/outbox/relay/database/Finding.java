package dev.outbox.relay.database;

import org.jspecify.annotations.Nullable;

/**
 * What was found of one precondition.
 *
 * @param check what was looked at
 * @param ok whether it is as it has to be
 * @param found what was found
 * @param todo what to run to mend it; null if nothing is to be done
 */
public record Finding(String check, boolean ok, String found, @Nullable String todo) {

  static Finding ok(String check, String found) {
    return new Finding(check, true, found, null);
  }

  static Finding bad(String check, String found, String todo) {
    return new Finding(check, false, found, todo);
  }
}
