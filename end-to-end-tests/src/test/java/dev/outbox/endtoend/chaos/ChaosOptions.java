package dev.outbox.endtoend.chaos;

import java.util.List;

/**
 * What {@code ./saga chaos} is asked for.
 *
 * @param minutes how long it takes about, or as long as each fault takes once and 20 of the relay
 * @param modes of the relay, one after the other
 * @param seed of the random decisions
 */
record ChaosOptions(int minutes, List<String> modes, long seed) {

  private static final List<String> MODES = List.of("binlog", "polling");

  /**
   * @throws IllegalArgumentException with a sentence for the user
   */
  static ChaosOptions of(String... arguments) {
    int minutes = 10;
    List<String> modes = MODES;
    long seed = System.nanoTime();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--minutes" -> minutes = (int) number(arguments[i], value, 24 * 60);
        case "--seed" -> seed = number(arguments[i], value, Long.MAX_VALUE);
        case "--mode" -> modes = List.of(mode(value));
        default ->
            throw new IllegalArgumentException(
                "chaos takes --minutes N, --mode MODE and --seed N only, not " + arguments[i]);
      }
    }
    return new ChaosOptions(minutes, modes, seed);
  }

  private static String mode(String value) {
    if (!MODES.contains(value)) {
      throw new IllegalArgumentException("--mode takes binlog or polling, not '" + value + "'");
    }
    return value;
  }

  private static long number(String option, String value, long most) {
    if (value.matches("\\d{1,18}") && Long.parseLong(value) <= most) {
      return Long.parseLong(value);
    }
    throw new IllegalArgumentException(
        "%s takes a number up to %d, not '%s'".formatted(option, most, value));
  }

  @Override
  public String toString() {
    return "%d min, %s, seed %d".formatted(minutes, String.join(" and ", modes), seed);
  }
}
