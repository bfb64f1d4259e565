package dev.outbox.benchmarks.inbox;

import dev.outbox.benchmarks.testbed.Purchased;
import dev.outbox.starter.inbox.EventHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service that handles each event by a row of its own. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class InboxApplication {

  private final AtomicInteger handled = new AtomicInteger();
  private final JdbcTemplate jdbc;

  InboxApplication(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @EventHandler
  void on(Purchased event) {
    jdbc.update(Purchased.INSERT, event.purchaseId(), "somebody");
    handled.incrementAndGet();
  }

  /** How many events have been handled, committed or not. */
  int handled() {
    return handled.get();
  }
}
