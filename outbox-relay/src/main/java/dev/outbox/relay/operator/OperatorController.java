package dev.outbox.relay.operator;

import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.status.OutboxView;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Pausing, resuming and resetting; each answers how the outboxes fare afterwards. */
@RestController
class OperatorController {

  private static final Logger log = LoggerFactory.getLogger(OperatorController.class);

  private final Outboxes outboxes;
  private final ServerRelays servers;

  OperatorController(Outboxes outboxes, ServerRelays servers) {
    this.outboxes = outboxes;
    this.servers = servers;
  }

  @PostMapping("/api/outboxes/{name}/pause")
  OutboxView pause(@PathVariable String name) throws InterruptedException {
    OutboxStatus status = status(name);
    server(status).pause(name);
    log.info("Outbox {}: paused by an operator", name);
    return view(status);
  }

  @PostMapping("/api/outboxes/{name}/resume")
  OutboxView resume(@PathVariable String name) throws InterruptedException {
    OutboxStatus status = status(name);
    server(status).resume(name);
    log.info("Outbox {}: resumed by an operator", name);
    return view(status);
  }

  @PostMapping("/api/servers/{name}/reset")
  List<OutboxView> reset(@PathVariable String name) throws InterruptedException {
    ServerRelay server =
        servers.all().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No server '%s'".formatted(name)));
    server.reset();
    log.warn("Server {}: reset by an operator; its tables are read anew", name);
    return outboxes.statuses().stream()
        .filter(status -> status.outbox().server().equals(name))
        .map(this::view)
        .toList();
  }

  private OutboxStatus status(String name) {
    return outboxes
        .find(name)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "No outbox '%s'".formatted(name)));
  }

  private ServerRelay server(OutboxStatus status) {
    return servers.get(status.outbox().server());
  }

  private OutboxView view(OutboxStatus status) {
    return OutboxView.of(status, server(status).counts().owned());
  }
}
