package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Many parked keys at once, over HTTP: by type, by reason, or all. An operator counts first, and
 * sends the number of keys with the command, which changes nothing if the number is another one by
 * then. {@link OperatorCheck} says who may do what.
 */
@RestController
final class BulkParkedController {

  private final ParkedListing listing;
  private final BulkParking parking;

  BulkParkedController(ParkedListing listing, BulkParking parking) {
    this.listing = listing;
    this.parking = parking;
  }

  /**
   * What became of the keys.
   *
   * @param released how many keys are due now
   */
  record Released(int released) {}

  /**
   * What became of the events.
   *
   * @param discarded how many events were discarded, one of each key
   * @param keptIn the table that has them now
   */
  record Discarded(int discarded, String keptIn) {}

  /** Counts the keys that a command with the same parameters would change. */
  @GetMapping("/inbox/parked/count")
  ParkedListing.Count count(
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String reason) {
    return listing.count(new ParkedListing.Filter(type, reason));
  }

  @PostMapping("/inbox/parked/release-all")
  Released release(
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String reason,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam long count) {
    return new Released(parking.release(filter(type, reason, all), count));
  }

  @DeleteMapping("/inbox/parked")
  Discarded discard(
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String reason,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam long count) {
    return new Discarded(parking.discard(filter(type, reason, all), count), "inbox_discarded");
  }

  /** All keys need to be named, so that a condition that was forgotten does not mean them. */
  private static ParkedListing.Filter filter(
      @Nullable String type, @Nullable String reason, boolean all) {
    if (all == (type != null || reason != null)) {
      throw new IllegalArgumentException(
          "Say which keys: by type or reason (or both), or all=true");
    }
    return new ParkedListing.Filter(type, reason);
  }
}
