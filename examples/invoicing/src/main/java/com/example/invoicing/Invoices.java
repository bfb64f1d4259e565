package com.example.invoicing;

import dev.outbox.starter.outbox.Outbox;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes an event: in the transaction that changes what it tells of. */
@Service
class Invoices {

  private final JdbcClient jdbc;
  private final Outbox outbox;

  Invoices(JdbcClient jdbc, Outbox outbox) {
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  @Transactional
  boolean pay(String invoiceId) {
    // Update the aggregate first: its row lock puts the events of one invoice in order.
    boolean paid =
        jdbc.sql("UPDATE invoice SET paid = TRUE WHERE id = ? AND NOT paid")
                .param(invoiceId)
                .update()
            == 1;
    if (paid) {
      outbox.append(new InvoicePaid(invoiceId));
    }
    return paid;
  }
}
