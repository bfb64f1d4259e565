package dev.outbox.notification;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.outbox.events.notification.NotificationSent.Kind;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.starter.inbox.EventHandler;
import dev.outbox.starter.inbox.EventMetadata;
import dev.outbox.starter.outbox.TraceContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Stores one message for each outcome of an order. */
@Component
class Notifications {

  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  private final NotificationTable table;
  private final ApplicationEventPublisher events;
  private final TraceContext trace;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Notifications(NotificationTable table, ApplicationEventPublisher events, TraceContext trace) {
    this.table = table;
    this.events = events;
    this.trace = trace;
  }

  @EventHandler
  void on(OrderConfirmed event, EventMetadata metadata) {
    store(
        metadata,
        event.orderId(),
        Kind.ORDER_CONFIRMED,
        event.customerEmail(),
        "Your order is confirmed",
        "We have everything you ordered. Order %s, total %s %s."
            .formatted(event.orderId(), event.total().toPlainString(), event.currency()));
  }

  @EventHandler
  void on(OrderRejected event, EventMetadata metadata) {
    store(
        metadata,
        event.orderId(),
        Kind.ORDER_REJECTED,
        event.customerEmail(),
        "We could not take your order",
        "There is too little in stock of: %s. Order %s."
            .formatted(String.join(", ", event.shortSkus()), event.orderId()));
  }

  @EventHandler
  void on(OrderCancelled event, EventMetadata metadata) {
    store(
        metadata,
        event.orderId(),
        Kind.ORDER_CANCELLED,
        event.customerEmail(),
        "Your order is cancelled",
        switch (event.reason()) {
          case CUSTOMER -> "As you wished, order %s is cancelled.".formatted(event.orderId());
          case TIMEOUT ->
              "We could not tell in time whether we have what you ordered. Order %s is cancelled."
                  .formatted(event.orderId());
        });
  }

  private void store(
      EventMetadata metadata,
      UUID orderId,
      Kind kind,
      String recipient,
      String subject,
      String body) {
    if (table.insert(
        ids.generate(),
        metadata.id(),
        orderId,
        kind,
        kept(recipient),
        subject,
        body,
        trace.headers())) {
      events.publishEvent(new NotificationStored());
    } else {
      log.warn("order {} has its {} message already", orderId, kind);
    }
  }

  /** What is too long is kept as what is no address, and given up when it is to be sent. */
  private static String kept(String recipient) {
    return recipient.length() <= Addresses.LONGEST
        ? recipient
        : recipient.substring(0, Addresses.LONGEST - 1) + "…";
  }

  /** Tells, after the commit, that there is something to deliver. */
  record NotificationStored() {}
}
