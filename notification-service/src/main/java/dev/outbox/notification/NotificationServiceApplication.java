package dev.outbox.notification;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Tells customers how their orders ended. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(DeliveryProperties.class)
public class NotificationServiceApplication {

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
    SpringApplication.run(NotificationServiceApplication.class, args);
  }
}
