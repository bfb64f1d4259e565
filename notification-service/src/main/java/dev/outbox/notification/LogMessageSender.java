package dev.outbox.notification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Delivers messages to the log. */
@Component
class LogMessageSender implements MessageSender {

  private static final Logger log = LoggerFactory.getLogger(LogMessageSender.class);

  @Override
  public void send(Notification notification) {
    log.atInfo()
        .addKeyValue("orderId", notification.orderId())
        .log(
            "order {}: message {} to {}: {}",
            notification.orderId(),
            notification.notificationId(),
            notification.recipient(),
            notification.subject());
  }
}
