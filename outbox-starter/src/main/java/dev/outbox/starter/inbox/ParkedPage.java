package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of parked keys.
 *
 * @param keys the keys, those that wait longest first
 * @param next where the next page begins; null if this is the last one
 */
record ParkedPage(List<ParkedKey> keys, @Nullable String next) {

  /**
   * Reads a page.
   *
   * @param after the {@code next} of the page before; null for the first page
   * @throws IllegalArgumentException if {@code after} is none
   */
  static ParkedPage read(
      ParkedListing listing, ParkedListing.Filter filter, @Nullable String after, int limit) {
    List<ParkedKey> found = listing.keys(filter, after == null ? null : decode(after), limit + 1);
    if (found.size() <= limit) {
      return new ParkedPage(found, null);
    }
    ParkedKey last = found.get(limit - 1);
    return new ParkedPage(found.subList(0, limit), encode(last));
  }

  private static String encode(ParkedKey last) {
    byte[] place = (last.since() + " " + last.key()).getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place);
  }

  private static ParkedListing.Cursor decode(String after) {
    try {
      String[] place = new String(Base64.getUrlDecoder().decode(after), UTF_8).split(" ", 2);
      return new ParkedListing.Cursor(Instant.parse(place[0]), place[1]);
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "after must be from the Link header of a page, was '%s'".formatted(LogText.of(after)), e);
    }
  }
}
