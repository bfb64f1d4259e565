package com.example.invoicing;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/**
 * An invoice has been paid. Goes to the topic {@code invoice-events}.
 *
 * @param invoiceId which; the Kafka key, so that events of one invoice stay in order
 */
@EventType(value = "com.example.InvoicePaid.v1", aggregate = "invoice")
record InvoicePaid(String invoiceId) implements Event {

  @Override
  public String aggregateId() {
    return invoiceId;
  }
}
