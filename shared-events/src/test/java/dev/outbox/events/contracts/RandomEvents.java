package dev.outbox.events.contracts;

import static org.instancio.Select.all;
import static org.instancio.Select.allStrings;
import static org.instancio.Select.fields;

import dev.outbox.events.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.instancio.Instancio;
import org.instancio.settings.Keys;
import org.instancio.settings.Settings;

/** Makes random events as services would: what their columns and their APIs allow. */
final class RandomEvents {

  private static final Settings SETTINGS =
      Settings.create()
          .set(Keys.FAIL_ON_ERROR, true)
          .set(Keys.COLLECTION_MIN_SIZE, 1)
          .set(Keys.INTEGER_MIN, 1)
          .set(Keys.INTEGER_MAX, Integer.MAX_VALUE);

  private RandomEvents() {}

  /** An event; the same one for the same seed. */
  static <E extends Event> E of(Class<E> type, long seed) {
    return Instancio.of(type)
        .withSettings(SETTINGS)
        .withSeed(seed)
        .lenient()
        .generate(allStrings(), gen -> gen.string().alphaNumeric().length(1, 64))
        .generate(fields().named("customerEmail"), gen -> gen.net().email())
        .generate(fields().named("recipient"), gen -> gen.net().email())
        .generate(fields().named("currency"), gen -> gen.string().upperCase().length(3))
        .supply(
            all(BigDecimal.class),
            random ->
                BigDecimal.valueOf(random.longRange(0, 1_000_000_000_000L), random.intRange(0, 4)))
        .supply(
            all(Instant.class),
            random ->
                Instant.EPOCH.plus(random.longRange(0, 4_000_000_000_000_000L), ChronoUnit.MICROS))
        .create();
  }
}
