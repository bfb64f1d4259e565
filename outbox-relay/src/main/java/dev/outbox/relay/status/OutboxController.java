package dev.outbox.relay.status;

import dev.outbox.relay.outbox.Outboxes;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/outboxes}: how each outbox fares. Answers at once, whatever is down. */
@RestController
class OutboxController {

  private final Outboxes outboxes;

  OutboxController(Outboxes outboxes) {
    this.outboxes = outboxes;
  }

  @GetMapping("/api/outboxes")
  List<OutboxView> all() {
    return outboxes.statuses().stream().map(OutboxView::of).toList();
  }
}
