package dev.outbox.relay.operator;

import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.worker.ServerRelays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Releases and discards many parked keys, some at a time, so that servers do their work in between.
 * Safe for use by several threads.
 */
@Component
class ParkedBulk {

  private static final Logger log = LoggerFactory.getLogger(ParkedBulk.class);

  /** They are released by one record each, in one transaction. */
  private static final int RELEASED_AT_ONCE = 1_000;

  /** Their events are read and written to the file one by one. */
  private static final int DISCARDED_AT_ONCE = 100;

  private final ParkedList list;
  private final Outboxes outboxes;
  private final ServerRelays servers;
  private final DiscardedEvents discarded;

  ParkedBulk(ParkedList list, Outboxes outboxes, ServerRelays servers, DiscardedEvents discarded) {
    this.list = list;
    this.outboxes = outboxes;
    this.servers = servers;
    this.discarded = discarded;
  }

  /**
   * What became of the keys, or would become of them.
   *
   * @param keys how many fit
   * @param outboxes how many fit, by outbox
   * @param changed how many were released or discarded
   * @param keptIn the file, on the relay's machine, that has the discarded rows; null if none
   * @param otherServers servers that belong to other relays: these know their keys
   * @param todo what to send to have it done; null if it is done
   */
  record Result(
      int keys,
      Map<String, Integer> outboxes,
      int changed,
      @Nullable String keptIn,
      List<String> otherServers,
      @Nullable String todo) {}

  /** What is done with keys of one outbox. */
  private interface Action {
    void run(String outbox, List<ParkedKey> keys) throws InterruptedException;
  }

  Result release(ParkedFilter filter, @Nullable Integer expected) throws InterruptedException {
    Map<String, List<ParkedKey>> found = find(filter);
    if (expected == null) {
      return result(found, 0, null);
    }
    requireExpected(found, expected);
    int changed =
        run(
            found,
            RELEASED_AT_ONCE,
            (outbox, keys) -> {
              servers.get(serverOf(outbox)).release(outbox, keys);
              log.info(
                  "Outbox {}: {} keys were released by an operator ({})",
                  outbox,
                  keys.size(),
                  filter);
            });
    return result(found, changed, null);
  }

  Result discard(ParkedFilter filter, @Nullable Integer expected) throws InterruptedException {
    Map<String, List<ParkedKey>> found = find(filter);
    if (expected == null) {
      return result(found, 0, null);
    }
    requireExpected(found, expected);
    int changed =
        run(
            found,
            DISCARDED_AT_ONCE,
            (outbox, keys) -> {
              servers
                  .get(serverOf(outbox))
                  .discard(outbox, keys, event -> discarded.keep(outbox, event));
              log.warn(
                  "Outbox {}: the events that {} keys were parked for are kept in {} ({})",
                  outbox,
                  keys.size(),
                  discarded.file(),
                  filter);
            });
    return result(found, changed, changed == 0 ? null : discarded.file().toString());
  }

  private Map<String, List<ParkedKey>> find(ParkedFilter filter) {
    Map<String, List<ParkedKey>> found = new LinkedHashMap<>();
    for (ParkedView view : list.all(filter)) {
      found.computeIfAbsent(view.outbox(), outbox -> new ArrayList<>()).add(view.parkedKey());
    }
    return found;
  }

  private static void requireExpected(Map<String, List<ParkedKey>> found, int expected) {
    int keys = count(found);
    if (keys != expected) {
      ProblemDetail problem =
          ProblemDetail.forStatusAndDetail(
              HttpStatus.CONFLICT,
              "%d keys fit now, and %d were expected: nothing was changed. Look at them, and repeat this with expected=%d"
                  .formatted(keys, expected, keys));
      problem.setProperty("keys", keys);
      throw new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
    }
  }

  private static int run(Map<String, List<ParkedKey>> found, int atOnce, Action action)
      throws InterruptedException {
    int changed = 0;
    try {
      for (Map.Entry<String, List<ParkedKey>> entry : found.entrySet()) {
        List<ParkedKey> keys = entry.getValue();
        for (int from = 0; from < keys.size(); from += atOnce) {
          List<ParkedKey> some = keys.subList(from, Math.min(from + atOnce, keys.size()));
          action.run(entry.getKey(), some);
          changed += some.size();
        }
      }
      return changed;
    } catch (RuntimeException e) {
      if (changed == 0) {
        throw e;
      }
      throw partly(changed, count(found), e);
    }
  }

  private static ErrorResponseException partly(int changed, int keys, RuntimeException cause) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "%d of %d keys are done, then this happened: %s. Count the others again, and repeat"
                .formatted(changed, keys, cause.getMessage()));
    problem.setProperty("changed", changed);
    return new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, cause);
  }

  private Result result(Map<String, List<ParkedKey>> found, int changed, @Nullable String keptIn) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    found.forEach((outbox, keys) -> counts.put(outbox, keys.size()));
    int keys = count(found);
    String todo =
        changed == keys
            ? null
            : "Nothing was changed yet: repeat this with expected=%d".formatted(keys);
    return new Result(keys, counts, changed, keptIn, list.elsewhere(), todo);
  }

  private static int count(Map<String, List<ParkedKey>> found) {
    return found.values().stream().mapToInt(List::size).sum();
  }

  private String serverOf(String outbox) {
    return outboxes.find(outbox).orElseThrow().outbox().server();
  }
}
