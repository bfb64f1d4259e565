package dev.outbox.inventory;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Keeps stock and reserves it for orders. */
@SpringBootApplication
public class InventoryServiceApplication {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /**
   * Starts the service.
   *
   * @param args Spring Boot's command line arguments
   */
  public static void main(String[] args) {
    SpringApplication.run(InventoryServiceApplication.class, args);
  }
}
