package com.example.invoicing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Marks invoices as paid, and books what was paid. */
@SpringBootApplication
public class InvoicingApplication {

  /**
   * Starts the service.
   *
   * @param args Spring Boot's command line arguments
   */
  public static void main(String[] args) {
    SpringApplication.run(InvoicingApplication.class, args);
  }
}
