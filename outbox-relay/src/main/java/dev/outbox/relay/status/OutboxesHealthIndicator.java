package dev.outbox.relay.status;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * UP only if every outbox is as it should be. Not part of liveness: a restart mends neither MySQL
 * nor Kafka.
 */
@Component("outboxesHealthIndicator")
class OutboxesHealthIndicator extends AbstractHealthIndicator {

  private final Outboxes outboxes;

  OutboxesHealthIndicator(Outboxes outboxes) {
    super("The state of the outboxes is not known");
    this.outboxes = outboxes;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    boolean up = true;
    for (OutboxStatus status : outboxes.statuses()) {
      OutboxStatus.Condition condition = status.condition();
      up &= condition.state().healthy();
      builder.withDetail(status.outbox().name(), detail(status, condition));
    }
    builder.status(up ? "UP" : "DOWN");
  }

  private static Map<String, Object> detail(OutboxStatus status, OutboxStatus.Condition condition) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("state", condition.state().name());
    if (condition.error() != null) {
      detail.put("error", condition.error());
    }
    if (condition.state() == OutboxState.WAITING_TO_DELETE) {
      detail.put("undeletedRows", status.undeletedRows());
    }
    status.overlooked().ifPresent(overlooked -> detail.put("overlooked", overlooked));
    return detail;
  }
}
