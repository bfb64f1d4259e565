package dev.outbox.starter.sample;

import dev.outbox.starter.inbox.EventHandler;
import dev.outbox.starter.inbox.EventMetadata;
import dev.outbox.starter.outbox.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes a row and appends an event for each {@link ThingHappened}; fails where it is told to, and
 * does first what it is told to do first.
 */
@Component
public class ThingHandler {

  public final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** What is to be done first, by text. */
  public final Map<String, Runnable> doing = new ConcurrentHashMap<>();

  /** Texts whose handling is to end in a deadlock, and how often. */
  public final Map<String, Integer> deadlocks = new ConcurrentHashMap<>();

  public final List<EventMetadata> seen = new CopyOnWriteArrayList<>();

  private final JdbcClient jdbc;
  private final Outbox outbox;

  ThingHandler(JdbcClient jdbc, Outbox outbox) {
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  @EventHandler
  void on(ThingHappened event, EventMetadata metadata) {
    seen.add(metadata);
    doing.getOrDefault(event.text(), () -> {}).run();
    jdbc.sql("INSERT INTO thing (id, text) VALUES (?, ?)")
        .params(event.thingId(), event.text())
        .update();
    outbox.append(new ThingNoticed(event.thingId()));
    if (deadlocks.computeIfPresent(event.text(), (text, left) -> left == 0 ? null : left - 1)
        != null) {
      jdbc.sql("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213").update();
    }
    if (failing.contains(event.text())) {
      // The worst kind for a consumer: an exception that the listener container takes for fatal.
      throw new ClassCastException("told to fail at " + event.text());
    }
  }
}
