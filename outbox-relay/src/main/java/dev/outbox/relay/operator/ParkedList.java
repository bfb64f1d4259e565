package dev.outbox.relay.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.group.NotOwnerException;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Finds parked keys of the servers that this relay owns, a page at a time. Of their events it reads
 * ids, keys and types, and only of those that it shows or has to tell apart. Safe for use by
 * several threads.
 */
@Component
class ParkedList {

  private static final Logger log = LoggerFactory.getLogger(ParkedList.class);

  private final Outboxes outboxes;
  private final ServerRelays servers;

  ParkedList(Outboxes outboxes, ServerRelays servers) {
    this.outboxes = outboxes;
    this.servers = servers;
  }

  /**
   * Some of the keys that were asked for.
   *
   * @param keys those of the page
   * @param total how many there are on all pages
   * @param next what to ask for the next page with; null on the last one
   */
  record Page(List<ParkedView> keys, int total, @Nullable String next) {}

  /**
   * Returns the keys behind a cursor.
   *
   * @param after null for the first page
   */
  Page page(ParkedFilter filter, @Nullable String after, int limit) {
    List<ParkedView> all = lenient(filter);
    int from = after == null ? 0 : behind(all, after);
    int to = Math.min(all.size(), from + limit);
    List<ParkedView> keys = shown(all.subList(from, to));
    return new Page(keys, all.size(), to < all.size() ? cursor(keys.get(keys.size() - 1)) : null);
  }

  /**
   * Returns all keys that fit.
   *
   * @throws NotOwnerException if the filter names an outbox that another relay works for
   * @throws SourceException if types are asked for and cannot be told now
   */
  List<ParkedView> all(ParkedFilter filter) {
    if (filter.outbox() != null) {
      String server = status(filter.outbox()).outbox().server();
      if (!servers.get(server).counts().owned()) {
        throw new NotOwnerException(server);
      }
    }
    List<ParkedView> found = new ArrayList<>();
    for (OutboxStatus status : outboxes.statuses()) {
      List<ParkedView> keys = candidates(status, filter);
      if (filter.type() != null) {
        keys = typed(status, keys);
      }
      keys.stream().filter(filter::fits).forEach(found::add);
    }
    return found;
  }

  /** The servers whose parked keys another relay knows. */
  List<String> elsewhere() {
    return servers.all().stream()
        .filter(server -> !server.counts().owned())
        .map(ServerRelay::name)
        .toList();
  }

  /** A list that is only looked at shows what there is, though a type is not known. */
  private List<ParkedView> lenient(ParkedFilter filter) {
    if (filter.outbox() != null) {
      status(filter.outbox());
    }
    List<ParkedView> found = new ArrayList<>();
    for (OutboxStatus status : outboxes.statuses()) {
      List<ParkedView> keys = candidates(status, filter);
      if (filter.type() != null) {
        List<ParkedView> untyped = keys;
        keys = known(status, () -> typed(status, untyped), List.of());
      }
      keys.stream().filter(filter::fits).forEach(found::add);
    }
    return found;
  }

  private static List<ParkedView> candidates(OutboxStatus status, ParkedFilter filter) {
    ParkedFilter withoutType = new ParkedFilter(filter.outbox(), null, filter.reason());
    return status.parked().stream().map(ParkedView::of).filter(withoutType::fits).toList();
  }

  private List<ParkedView> typed(OutboxStatus status, List<ParkedView> keys) {
    if (keys.isEmpty()) {
      return keys;
    }
    Map<String, String> types =
        server(status)
            .types(status.outbox().name(), keys.stream().map(ParkedView::eventId).toList());
    return keys.stream().map(key -> key.withType(types.get(key.eventId()))).toList();
  }

  /** With the number of rows and the types, as far as they can be told now. */
  private List<ParkedView> shown(List<ParkedView> page) {
    List<ParkedView> shown = new ArrayList<>();
    for (OutboxStatus status : outboxes.statuses()) {
      String name = status.outbox().name();
      List<ParkedView> keys = page.stream().filter(key -> key.outbox().equals(name)).toList();
      if (!keys.isEmpty()) {
        List<ParkedView> complete = known(status, () -> counted(status, typed(status, keys)), keys);
        shown.addAll(complete);
      }
    }
    return shown;
  }

  private List<ParkedView> counted(OutboxStatus status, List<ParkedView> keys) {
    Map<String, Long> counts =
        server(status).counts(status.outbox().name(), keys.stream().map(ParkedView::key).toList());
    return keys.stream().map(key -> key.withEvents(counts.getOrDefault(key.key(), 0L))).toList();
  }

  private static List<ParkedView> known(
      OutboxStatus status, Supplier<List<ParkedView>> question, List<ParkedView> otherwise) {
    try {
      return question.get();
    } catch (SourceException e) {
      log.debug("The parked rows of {} cannot be looked at now", status.outbox().name(), e);
      return otherwise;
    }
  }

  private int behind(List<ParkedView> all, String after) {
    String[] last = decoded(after);
    List<String> names = outboxes.statuses().stream().map(s -> s.outbox().name()).toList();
    int outbox = names.indexOf(last[0]);
    int from = 0;
    while (from < all.size()) {
      ParkedView key = all.get(from);
      int other = names.indexOf(key.outbox());
      if (other > outbox || (other == outbox && key.key().compareTo(last[1]) > 0)) {
        break;
      }
      from++;
    }
    return from;
  }

  /** Names of outboxes have no slash. */
  private static String cursor(ParkedView last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((last.outbox() + "/" + last.key()).getBytes(UTF_8));
  }

  private static String[] decoded(String cursor) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("/", 2);
      if (parts.length == 2) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      log.debug("Not a cursor", e);
    }
    throw new ResponseStatusException(
        HttpStatus.BAD_REQUEST, "'after' has to be taken from the link to the next page");
  }

  private OutboxStatus status(String outbox) {
    return outboxes
        .find(outbox)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "No outbox '%s'".formatted(outbox)));
  }

  private ServerRelay server(OutboxStatus status) {
    return servers.get(status.outbox().server());
  }
}
