package dev.outbox.relay.checks;

import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.Outboxes;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code GET /api/outboxes/{name}/checks}: what was found of all that the outbox needs. Asks the
 * servers, so it takes a moment, and some seconds while one is away.
 */
@RestController
class ChecksController {

  private final Outboxes outboxes;
  private final Checks checks;

  ChecksController(Outboxes outboxes, Checks checks) {
    this.outboxes = outboxes;
    this.checks = checks;
  }

  @GetMapping("/api/outboxes/{name}/checks")
  List<Finding> of(@PathVariable String name) throws InterruptedException {
    return checks.of(
        outboxes
            .find(name)
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No outbox '%s'".formatted(name))));
  }
}
