package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
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
  private final ParkedTable parked;
  private final Parking parking;

  ParkedController(ConsumerName consumer, ParkedTable parked, Parking parking) {
    this.consumer = consumer.value();
    this.parked = parked;
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
      List<EventView> events) {}

  /**
   * A parked event, without its payload, which may be confidential.
   *
   * @param id the event's id
   * @param type its CloudEvents type
   * @param place where it came from: topic-partition@offset
   * @param since when it was parked
   * @param attempts how often it was tried; 0 if it waits behind others
   * @param reason why the last attempt failed
   */
  record EventView(
      String id,
      @Nullable String type,
      String place,
      Instant since,
      int attempts,
      @Nullable String reason) {}

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

  @GetMapping("/inbox/parked")
  List<KeyView> all() {
    return parked.keys(MOST_KEYS).stream().map(this::view).toList();
  }

  private KeyView view(ParkedKey key) {
    List<EventView> events =
        parked.events(key.key(), MOST_EVENTS).stream().map(ParkedController::view).toList();
    return new KeyView(consumer, key.key(), key.since(), key.nextAttempt(), key.events(), events);
  }

  private static EventView view(ParkedEvent event) {
    return new EventView(
        event.id(),
        event.record().type(),
        event.record().place(),
        event.since(),
        event.attempts(),
        event.reason());
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

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(NotParkedException e) {
    return problem(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(OperatorRequiredException e) {
    HttpHeaders headers = new HttpHeaders();
    if (e.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"inbox\"");
    }
    return ResponseEntity.status(e.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(e.status(), String.valueOf(e.getMessage())));
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, Exception e) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())));
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
