package dev.outbox.order;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Cancels orders that inventory has not answered in time. Each one is cancelled in a transaction of
 * its own, and only while it is pending, so several instances, and answers that arrive at the same
 * moment, do no harm.
 */
@Component
class SagaTimeLimit implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(SagaTimeLimit.class);
  private static final int STEP = 100;

  private final Orders orders;
  private final SagaProperties properties;
  private final Clock clock;

  SagaTimeLimit(Orders orders, SagaProperties properties, Clock clock) {
    this.orders = orders;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar registrar) {
    registrar.addFixedDelayTask(
        () -> cancelPlacedBefore(clock.instant().minus(properties.timeLimit())),
        properties.pause());
  }

  /** Cancels what was placed before a moment and is pending still, the oldest first. */
  void cancelPlacedBefore(Instant moment) {
    try {
      List<UUID> late;
      do {
        late = orders.pendingBefore(moment, STEP);
        late.forEach(orders::timeOut);
      } while (late.size() == STEP);
    } catch (DataAccessException e) {
      log.warn("orders that are pending for too long are not cancelled yet: {}", e.getMessage());
    }
  }
}
