package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/**
 * Parked keys of this consumer: which there are, the events of one, releasing one, discarding an
 * event of one. A key may have slashes, which stand in the path as they are; one that does not go
 * into a path can be given as {@code ?key=}.
 */
@RestController
final class ParkedController {

  private static final int MOST_KEYS = 100;
  private static final int MOST_EVENTS = 100;
  private static final String PARKED = "/inbox/parked";
  private static final String RELEASE = "/release";
  private static final String EVENTS = "/events/";

  private final ParkedTable parked;
  private final Parking parking;

  ParkedController(ParkedTable parked, Parking parking) {
    this.parked = parked;
    this.parking = parking;
  }

  /**
   * What became of a key.
   *
   * @param key the key
   * @param handled how many of its events were handled now
   * @param left how many still wait; 0 if the key is no longer parked
   * @param failure why the first of them failed again; null unless it did
   */
  record Released(String key, int handled, long left, @Nullable String failure) {}

  /**
   * What became of an event.
   *
   * @param key its key
   * @param id the event's id
   * @param left how many events of the key still wait; 0 if the key is no longer parked
   * @param keptIn the table that has it now, with its payload
   */
  record Discarded(String key, String id, long left, String keptIn) {}

  /** The keys that wait longest, 100 at most. */
  @GetMapping(PARKED)
  List<ParkedView> keys() {
    return parked.keys(MOST_KEYS).stream()
        .map(key -> ParkedView.of(key, parked.first(key.key()).orElse(null)))
        .toList();
  }

  /** The first events of a key, 100 at most, in order. */
  @GetMapping(PARKED + "/**")
  List<ParkedView.EventView> events(
      @RequestParam @Nullable String key, HttpServletRequest request) {
    String of = key == null ? decode(rest(request)) : key;
    List<ParkedEvent> events = parked.events(of, MOST_EVENTS);
    if (events.isEmpty()) {
      throw new NotParkedException("The key '%s' is not parked".formatted(of));
    }
    return events.stream().map(ParkedView.EventView::of).toList();
  }

  @PostMapping(PARKED + "/**")
  Released release(@RequestParam @Nullable String key, HttpServletRequest request) {
    String path = "/" + rest(request);
    if (!path.endsWith(RELEASE)) {
      throw unknownPath();
    }
    String of = key == null ? decode(between(path, path.length() - RELEASE.length())) : key;
    Parking.Release release = parking.release(of);
    return new Released(of, release.handled(), release.left(), release.failure());
  }

  @DeleteMapping(PARKED + "/**")
  Discarded discard(@RequestParam @Nullable String key, HttpServletRequest request) {
    String path = "/" + rest(request);
    int events = path.lastIndexOf(EVENTS);
    if (events < 0) {
      throw unknownPath();
    }
    String of = key == null ? decode(between(path, events)) : key;
    String id = decode(path.substring(events + EVENTS.length()));
    return new Discarded(of, id, parking.discard(of, id), "inbox_discarded");
  }

  @ExceptionHandler
  ProblemDetail notParked(NotParkedException failure) {
    return problem(HttpStatus.NOT_FOUND, failure.getMessage());
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ProblemDetail databaseAway(RuntimeException failure) {
    return problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database does not allow it now, try again: " + Faults.reason(failure));
  }

  private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
    return ProblemDetail.forStatusAndDetail(status, String.valueOf(detail));
  }

  /** As it was sent: what is decoded may have slashes of its own. */
  private static String rest(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return path.length() <= PARKED.length() ? "" : path.substring(PARKED.length() + 1);
  }

  private static String between(String path, int end) {
    return end <= 1 ? "" : path.substring(1, end);
  }

  private static String decode(String encoded) {
    try {
      return UriUtils.decode(encoded, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new NotParkedException(String.valueOf(e.getMessage()));
    }
  }

  private static NotParkedException unknownPath() {
    return new NotParkedException(
        "There is POST /inbox/parked/KEY/release and DELETE /inbox/parked/KEY/events/ID");
  }
}
