package dev.outbox.relay.status;

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
      builder.withDetail(status.outbox().name(), detail(status));
    }
    builder.status(up ? "UP" : "DOWN");
  }

  private static Map<String, String> detail(OutboxStatus status) {
    OutboxStatus.Condition condition = status.condition();
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("state", condition.state().name());
    if (condition.error() != null) {
      detail.put("error", condition.error());
    }
    status.overlooked().ifPresent(overlooked -> detail.put("overlooked", overlooked));
    return detail;
  }
}
