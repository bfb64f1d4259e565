package dev.outbox.relay.operator;

import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** The parked keys of the servers that this relay owns. Safe for use by several threads. */
@Component
class ParkedKeys {

  private static final Logger log = LoggerFactory.getLogger(ParkedKeys.class);

  private final Outboxes outboxes;
  private final ServerRelays servers;
  private final DiscardedEvents discarded;

  ParkedKeys(Outboxes outboxes, ServerRelays servers, DiscardedEvents discarded) {
    this.outboxes = outboxes;
    this.servers = servers;
    this.discarded = discarded;
  }

  void release(OutboxStatus status, String key) throws InterruptedException {
    server(status).release(status.outbox().name(), key);
    log.info("Outbox {}: the key '{}' was released by an operator", status.outbox().name(), key);
  }

  /** Returns the file that keeps the event. */
  String discard(OutboxStatus status, String key, String id) throws InterruptedException {
    String outbox = status.outbox().name();
    server(status).discard(outbox, key, id, event -> discarded.keep(outbox, event));
    log.warn("Outbox {}: the event {} is kept in {}", outbox, id, discarded.file());
    return discarded.file().toString();
  }

  /** The one outbox in which a key is parked. */
  OutboxStatus outboxOf(String key) {
    List<OutboxStatus> found =
        outboxes.statuses().stream()
            .filter(status -> status.parked().stream().anyMatch(p -> p.key().equals(key)))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw noSuchKey(key);
    }
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.CONFLICT,
            "The key is parked in several outboxes: say which one, as ?outbox=NAME");
    problem.setProperty("outboxes", found.stream().map(status -> status.outbox().name()).toList());
    throw new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
  }

  private ErrorResponseException noSuchKey(String key) {
    List<String> elsewhere =
        servers.all().stream()
            .filter(server -> !server.counts().owned())
            .map(ServerRelay::name)
            .toList();
    HttpStatus status = elsewhere.isEmpty() ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
    String detail =
        elsewhere.isEmpty()
            ? "The key '%s' is not parked in any outbox".formatted(key)
            : "The key '%s' is not parked in an outbox of this relay's servers; %s belong to others: ask those, or name the outbox"
                .formatted(key, elsewhere);
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }

  private ServerRelay server(OutboxStatus status) {
    return servers.get(status.outbox().server());
  }
}
