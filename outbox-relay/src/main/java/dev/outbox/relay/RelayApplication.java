package dev.outbox.relay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/**
 * Starts the relay. It has a {@code DataSource} for each configured server, made by hand, so the
 * one that Spring Boot would configure is left out.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@EnableConfigurationProperties
public class RelayApplication {

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    SpringApplication.run(RelayApplication.class, args);
  }
}
