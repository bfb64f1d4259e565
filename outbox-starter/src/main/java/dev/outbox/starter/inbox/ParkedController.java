package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Parked keys over HTTP: which there are, releasing one, discarding an event of one. A key can have
 * any character: as a parameter it is percent-encoded as usual; in a path its slashes stand as they
 * are. {@link OperatorCheck} says who may do what.
 */
@RestController
final class ParkedController {

  private static final String PARKED = "/inbox/parked/";
  private static final String RELEASE = "/release";
  private static final String EVENTS = "/events/";
  private static final int MOST_KEYS = 1_000;
  private static final int MOST_EVENTS = 100;

  private final String consumer;
  private final ParkedListing listing;
  private final Parking parking;

  ParkedController(ConsumerName consumer, ParkedListing listing, Parking parking) {
    this.consumer = consumer.value();
    this.listing = listing;
    this.parking = parking;
  }

  /**
   * A parked key.
   *
   * @param consumer who handles its events
   * @param key the key
   * @param since when it was parked
   * @param nextAttempt when its first event is tried again; null if an operator has to release it
   * @param count how many events wait
   * @param events the first of them, at most 100
   */
  record KeyView(
      String consumer,
      String key,
      Instant since,
      @Nullable Instant nextAttempt,
      int count,
      List<ParkedLine> events) {}

  /**
   * What a release has come to.
   *
   * @param key the key
   * @param handled how many events were handled
   * @param left how many still wait; 0 if the key is no longer parked
   * @param failure why the first of them failed again
   */
  record Released(String key, int handled, long left, @Nullable String failure) {}

  /**
   * What became of an event.
   *
   * @param key the key
   * @param id the event's id
   * @param keptIn the table that has it now
   * @param left how many events of the key still wait
   */
  record Discarded(String key, String id, String keptIn, long left) {}

  /**
   * Lists keys in pages; the header {@code Link} has the address of the next page, if there is one.
   *
   * @param type lists keys whose first event has this CloudEvents type
   * @param reason lists keys whose first event failed for a reason that contains this
   * @param after from the address of a next page
   * @param limit how many keys, 1 to 1000
   */
  @GetMapping("/inbox/parked")
  ResponseEntity<List<KeyView>> all(
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String reason,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST_KEYS) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(MOST_KEYS, limit));
    }
    ParkedPage page =
        ParkedPage.read(listing, new ParkedListing.Filter(type, reason), after, limit);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (page.next() != null) {
      answer.header(HttpHeaders.LINK, link(type, reason, page.next(), limit));
    }
    return answer.body(page.keys().stream().map(this::view).toList());
  }

  private static String link(
      @Nullable String type, @Nullable String reason, String after, int limit) {
    return "<%s>; rel=\"next\""
        .formatted(
            UriComponentsBuilder.fromPath("/inbox/parked")
                .queryParamIfPresent("type", Optional.ofNullable(type))
                .queryParamIfPresent("reason", Optional.ofNullable(reason))
                .queryParam("after", after)
                .queryParam("limit", limit)
                .encode()
                .toUriString());
  }

  private KeyView view(ParkedKey key) {
    return new KeyView(
        consumer,
        key.key(),
        key.since(),
        key.nextAttempt(),
        key.events(),
        listing.events(key.key(), MOST_EVENTS));
  }

  @PostMapping("/inbox/parked/release")
  Released release(@RequestParam String key) {
    Parking.Release release = parking.release(key);
    return new Released(key, release.handled(), release.left(), release.failure());
  }

  @PostMapping("/inbox/parked/**")
  Released releaseByPath(HttpServletRequest request) {
    String rest = rest(request);
    if (!rest.endsWith(RELEASE)) {
      throw unknownPath();
    }
    return release(decode(rest.substring(0, rest.length() - RELEASE.length())));
  }

  @DeleteMapping("/inbox/parked/events")
  Discarded discard(@RequestParam String key, @RequestParam String id) {
    return new Discarded(key, id, "inbox_discarded", parking.discard(key, id));
  }

  @DeleteMapping("/inbox/parked/**")
  Discarded discardByPath(HttpServletRequest request) {
    String rest = rest(request);
    int events = rest.lastIndexOf(EVENTS);
    if (events < 0) {
      throw unknownPath();
    }
    return discard(
        decode(rest.substring(0, events)), decode(rest.substring(events + EVENTS.length())));
  }

  /** As it was sent: what is decoded may have slashes of its own. */
  private static String rest(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.startsWith(PARKED)) {
      throw unknownPath();
    }
    return path.substring(PARKED.length());
  }

  private static String decode(String encoded) {
    try {
      return UriUtils.decode(encoded, UTF_8);
    } catch (IllegalArgumentException e) {
      throw unknownPath();
    }
  }

  private static NotParkedException unknownPath() {
    return new NotParkedException(
        "There is POST /inbox/parked/KEY/release and DELETE /inbox/parked/KEY/events/ID");
  }
}
