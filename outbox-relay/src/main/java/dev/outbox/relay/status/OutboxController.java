package dev.outbox.relay.status;

import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.worker.ServerRelays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/outboxes}: how each outbox fares. Answers at once, whatever is down. */
@RestController
class OutboxController {

  private final Outboxes outboxes;
  private final ServerRelays servers;

  OutboxController(Outboxes outboxes, ServerRelays servers) {
    this.outboxes = outboxes;
    this.servers = servers;
  }

  @GetMapping("/api/outboxes")
  List<OutboxView> all() {
    return outboxes.statuses().stream()
        .map(
            status -> OutboxView.of(status, servers.get(status.outbox().server()).counts().owned()))
        .toList();
  }
}
