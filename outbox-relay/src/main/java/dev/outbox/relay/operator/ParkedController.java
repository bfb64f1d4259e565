package dev.outbox.relay.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Parked keys: which there are, releasing one, discarding an event of one. A key can have any
 * character; as a parameter it is percent-encoded as usual, in a path too.
 */
@RestController
class ParkedController {

  private static final int MOST_SHOWN = 1_000;
  private static final String PARKED = "/api/parked/";
  private static final String RELEASE = "/release";
  private static final String EVENTS = "/events/";

  private final Outboxes outboxes;
  private final ParkedKeys keys;
  private final ParkedList list;

  ParkedController(Outboxes outboxes, ParkedKeys keys, ParkedList list) {
    this.outboxes = outboxes;
    this.keys = keys;
    this.list = list;
  }

  /**
   * What became of a key.
   *
   * @param outbox the outbox
   * @param key the key
   * @param released always true
   */
  record Released(String outbox, String key, boolean released) {}

  /**
   * What became of an event.
   *
   * @param outbox the outbox
   * @param key the key
   * @param id the event's id
   * @param keptIn the file, on the relay's machine, that has the row now
   */
  record Discarded(String outbox, String key, String id, String keptIn) {}

  @GetMapping("/api/parked")
  ResponseEntity<List<ParkedView>> all(
      @RequestParam @Nullable String outbox,
      @RequestParam @Nullable String type,
      @RequestParam @Nullable String reason,
      @RequestParam @Nullable String after,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST_SHOWN) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "limit has to be from 1 to %d".formatted(MOST_SHOWN));
    }
    ParkedList.Page page = list.page(new ParkedFilter(outbox, type, reason), after, limit);
    HttpHeaders headers = new HttpHeaders();
    headers.set("X-Total-Count", String.valueOf(page.total()));
    if (page.next() != null) {
      String next =
          ServletUriComponentsBuilder.fromCurrentRequest()
              .scheme(null)
              .host(null)
              .port(-1)
              .replaceQueryParam("after", page.next())
              .build(true)
              .toUriString();
      headers.set(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next));
    }
    return ResponseEntity.ok().headers(headers).body(page.keys());
  }

  @PostMapping("/api/outboxes/{name}/parked/release")
  Released release(@PathVariable String name, @RequestParam String key)
      throws InterruptedException {
    return release(status(name), key);
  }

  @DeleteMapping("/api/outboxes/{name}/parked/events")
  Discarded discard(@PathVariable String name, @RequestParam String key, @RequestParam String id)
      throws InterruptedException {
    return discard(status(name), key, id);
  }

  @PostMapping("/api/parked/**")
  Released releaseByPath(@RequestParam @Nullable String outbox, HttpServletRequest request)
      throws InterruptedException {
    String rest = rest(request);
    if (!rest.endsWith(RELEASE)) {
      throw unknownPath();
    }
    String key = decode(rest.substring(0, rest.length() - RELEASE.length()));
    return release(status(outbox, key), key);
  }

  @DeleteMapping("/api/parked/**")
  Discarded discardByPath(@RequestParam @Nullable String outbox, HttpServletRequest request)
      throws InterruptedException {
    String rest = rest(request);
    int events = rest.lastIndexOf(EVENTS);
    if (events < 0) {
      throw unknownPath();
    }
    String key = decode(rest.substring(0, events));
    return discard(status(outbox, key), key, decode(rest.substring(events + EVENTS.length())));
  }

  private Released release(OutboxStatus status, String key) throws InterruptedException {
    keys.release(status, key);
    return new Released(status.outbox().name(), key, true);
  }

  private Discarded discard(OutboxStatus status, String key, String id)
      throws InterruptedException {
    return new Discarded(status.outbox().name(), key, id, keys.discard(status, key, id));
  }

  private OutboxStatus status(@Nullable String outbox, String key) {
    return outbox == null ? keys.outboxOf(key) : status(outbox);
  }

  private OutboxStatus status(String outbox) {
    return outboxes
        .find(outbox)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "No outbox '%s'".formatted(outbox)));
  }

  /** As it was sent: what is decoded may have slashes of its own. */
  private static String rest(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length() + PARKED.length());
  }

  private static String decode(String encoded) {
    try {
      return UriUtils.decode(encoded, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
    }
  }

  private static ResponseStatusException unknownPath() {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND,
        "There is POST /api/parked/KEY/release and DELETE /api/parked/KEY/events/ID");
  }
}
