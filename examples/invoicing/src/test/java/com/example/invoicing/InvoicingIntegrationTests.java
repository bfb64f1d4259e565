package com.example.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class InvoicingIntegrationTests {

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;

  private final String invoice = "a-" + UUID.randomUUID();

  @BeforeEach
  void anInvoice() {
    service.awaitHealthy();
    jdbc.sql("INSERT INTO invoice (id) VALUES (?)").param(invoice).update();
  }

  @Test
  void aPaymentAndItsEventAreCommittedTogetherAndOnce() {
    assertThat(pay()).isEqualTo(204);
    assertThat(pay()).isEqualTo(409);
    assertThat(service.count("invoice WHERE id = ? AND paid", invoice)).isEqualTo(1);
    assertThat(service.outbox(invoice))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("type", "com.example.InvoicePaid.v1")
                    .containsEntry("payload", "{\"invoiceId\":\"" + invoice + "\"}"));
  }

  @Test
  void anEventIsBookedOnceHoweverOftenItIsDelivered() {
    String id = UUID.randomUUID().toString();
    service.publisher().publish(id, new InvoicePaid(invoice));
    service.publisher().publish(id, new InvoicePaid(invoice));
    // Behind them on the same partition, since it has the same key; an event of its own.
    service.deliver(new InvoicePaid(invoice));
    assertThat(service.count("booking WHERE invoice_id = ?", invoice)).isEqualTo(2);
  }

  /** Else its event would have another key than those of the invoice, and no order with them. */
  @Test
  void anIdInCapitalsIsAnotherInvoice() {
    assertThat(pay(invoice.toUpperCase())).isEqualTo(409);
    assertThat(service.count("invoice WHERE id = ? AND paid", invoice)).isZero();
    assertThat(service.columnsNotComparedByBytes()).isEmpty();
  }

  private int pay() {
    return pay(invoice);
  }

  private int pay(String id) {
    return service.post("/invoices/" + id + "/payment", "").getStatusCode().value();
  }
}
