package dev.outbox.order;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Takes orders by HTTP and decides how each of them ends. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(SagaProperties.class)
@EnableResilientMethods
public class OrderServiceApplication {

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
    SpringApplication.run(OrderServiceApplication.class, args);
  }
}
