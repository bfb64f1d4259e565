package dev.outbox.relay.operator;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code POST /api/parked/release} and {@code /api/parked/discard}: many parked keys at once,
 * chosen by {@code type}, {@code reason} or {@code all=true}, perhaps of one {@code outbox}.
 * Without {@code expected} nothing is changed and the answer is their number; with it they are
 * released or discarded if their number is still the same.
 */
@RestController
class BulkController {

  private static final Set<String> PARAMETERS =
      Set.of("outbox", "type", "reason", "all", "expected");

  private final ParkedBulk bulk;

  BulkController(ParkedBulk bulk) {
    this.bulk = bulk;
  }

  @PostMapping("/api/parked/release")
  ParkedBulk.Result release(
      @RequestParam @Nullable String outbox,
      @RequestParam @Nullable String type,
      @RequestParam @Nullable String reason,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam @Nullable Integer expected,
      HttpServletRequest request)
      throws InterruptedException {
    return bulk.release(filter(outbox, type, reason, all, request), expected);
  }

  @PostMapping("/api/parked/discard")
  ParkedBulk.Result discard(
      @RequestParam @Nullable String outbox,
      @RequestParam @Nullable String type,
      @RequestParam @Nullable String reason,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam @Nullable Integer expected,
      HttpServletRequest request)
      throws InterruptedException {
    return bulk.discard(filter(outbox, type, reason, all, request), expected);
  }

  /** A slip of the pen must not choose more than was meant. */
  private static ParkedFilter filter(
      @Nullable String outbox,
      @Nullable String type,
      @Nullable String reason,
      boolean all,
      HttpServletRequest request) {
    Set<String> unknown = new TreeSet<>(request.getParameterMap().keySet());
    unknown.removeAll(PARAMETERS);
    if (!unknown.isEmpty()) {
      throw refused(
          "Unknown parameters %s; known are %s".formatted(unknown, new TreeSet<>(PARAMETERS)));
    }
    boolean chosen = isGiven(type) || isGiven(reason);
    if (chosen == all) {
      throw refused(
          "Say which keys: type=TYPE or reason=PART_OF_IT or both, or all=true alone;"
              + " outbox=NAME narrows them");
    }
    return new ParkedFilter(
        isGiven(outbox) ? outbox : null,
        isGiven(type) ? type : null,
        isGiven(reason) ? reason : null);
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private static ResponseStatusException refused(String message) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, message);
  }
}
