package dev.outbox.notification;

import dev.outbox.notification.Notifications.NotificationStored;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Starts deliveries: at once after the commit that stores a message, and again from time to time
 * for those that failed or that a crash left behind.
 */
@Component
class DeliveryTrigger implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(DeliveryTrigger.class);
  private static final int BATCH = 100;

  private final NotificationTable table;
  private final NotificationDelivery delivery;
  private final TaskExecutor executor;
  private final DeliveryProperties properties;

  DeliveryTrigger(
      NotificationTable table,
      NotificationDelivery delivery,
      TaskExecutor applicationTaskExecutor,
      DeliveryProperties properties) {
    this.table = table;
    this.delivery = delivery;
    this.executor = applicationTaskExecutor;
    this.properties = properties;
  }

  @TransactionalEventListener
  void afterCommit(NotificationStored event) {
    executor.execute(() -> deliver(event.notificationId()));
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(this::retry, properties.retryInterval());
  }

  private void retry() {
    List<UUID> pending;
    try {
      pending = table.pending(BATCH);
    } catch (DataAccessException e) {
      log.warn("messages that wait cannot be read: {}", e.getMessage());
      return;
    }
    pending.forEach(this::deliver);
  }

  private void deliver(UUID notificationId) {
    try {
      delivery.deliver(notificationId);
    } catch (RuntimeException e) {
      log.warn("message {} is not delivered yet: {}", notificationId, e.getMessage());
    }
  }
}
