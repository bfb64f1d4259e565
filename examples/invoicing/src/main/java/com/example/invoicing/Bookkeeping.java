package com.example.invoicing;

import dev.outbox.starter.inbox.EventHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Handles an event: once per event id, whatever Kafka delivers again. */
@Component
class Bookkeeping {

  private final JdbcClient jdbc;

  Bookkeeping(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventHandler
  void on(InvoicePaid event) {
    jdbc.sql("INSERT INTO booking (invoice_id) VALUES (?)").param(event.invoiceId()).update();
  }
}
