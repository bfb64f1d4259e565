package dev.outbox.order;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Cancels orders that inventory has not answered in time, in transactions of a few. */
@Component
class SagaTimeLimit implements SchedulingConfigurer, Runnable {

  private static final Logger log = LoggerFactory.getLogger(SagaTimeLimit.class);
  private static final int STEP = 100;

  private final Orders orders;
  private final SagaProperties properties;

  SagaTimeLimit(Orders orders, SagaProperties properties) {
    this.orders = orders;
    this.properties = properties;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar registrar) {
    registrar.addFixedDelayTask(this, properties.pause());
  }

  /** Cancels all that are late by now. */
  @Override
  public void run() {
    try {
      int cancelled;
      do {
        cancelled = orders.timeOut(properties.timeLimit(), STEP);
      } while (cancelled == STEP);
    } catch (DataAccessException | TransactionException e) {
      log.warn("orders that are pending for too long are not cancelled yet: {}", e.getMessage());
    }
  }
}
