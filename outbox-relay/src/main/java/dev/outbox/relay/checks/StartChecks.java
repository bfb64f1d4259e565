package dev.outbox.relay.checks;

import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks at everything once, after the start and beside the work, and logs what is not as it has to
 * be: a line for each finding, however many outboxes it concerns.
 */
@Component
class StartChecks {

  private static final Logger log = LoggerFactory.getLogger(StartChecks.class);

  private final Outboxes outboxes;
  private final Checks checks;
  private final Thread thread;

  StartChecks(Outboxes outboxes, Checks checks) {
    this.outboxes = outboxes;
    this.checks = checks;
    this.thread = new Thread(this::run, "start-checks");
    this.thread.setDaemon(true);
  }

  private record Key(String server, Finding finding) {}

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    thread.start();
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      Map<Key, TreeSet<String>> bad = new LinkedHashMap<>();
      for (OutboxStatus status : outboxes.statuses()) {
        String server = status.outbox().server();
        for (Finding finding : checks.of(status)) {
          if (finding.severity() != Finding.Severity.OK) {
            bad.computeIfAbsent(new Key(server, finding), key -> new TreeSet<>())
                .add(status.outbox().name());
          }
        }
      }
      bad.forEach((key, names) -> log(key, List.copyOf(names)));
    } catch (InterruptedException e) {
      thread.interrupt();
    } catch (RuntimeException e) {
      if (!thread.isInterrupted()) {
        log.warn("The checks at start failed; GET /api/outboxes/NAME/checks runs them again", e);
      }
    }
  }

  private static void log(Key key, List<String> outboxes) {
    log.warn(
        "Check {} of server {}, outboxes {}: {}",
        key.finding().severity(),
        key.server(),
        outboxes,
        key.finding().sentence());
  }
}
