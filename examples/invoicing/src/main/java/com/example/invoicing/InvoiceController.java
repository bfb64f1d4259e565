package com.example.invoicing;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Invoices by HTTP. */
@RestController
class InvoiceController {

  private final Invoices invoices;

  InvoiceController(Invoices invoices) {
    this.invoices = invoices;
  }

  @PostMapping("/invoices/{invoiceId}/payment")
  ResponseEntity<Void> pay(@PathVariable String invoiceId) {
    boolean paid = invoices.pay(invoiceId);
    return ResponseEntity.status(paid ? HttpStatus.NO_CONTENT : HttpStatus.CONFLICT).build();
  }
}
