package dev.outbox.notification;

import dev.outbox.notification.DeliveryRecords.Result;
import dev.outbox.notification.DeliveryTable.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Metrics of messages: {@code notification.delivery.messages} counts them by outcome; if {@code
 * failed} grows, look for the reasons in the log. {@code notification.delivery.pending} and {@code
 * .oldest.age} tell what waits; if the age grows, the mail server is away or too slow. The gauges
 * ask MySQL at most once a second, and are NaN while it does not answer. Thread-safe.
 */
@Component
class DeliveryMetrics {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final DeliveryTable table;
  private final MeterRegistry registry;
  private @Nullable Backlog last;
  private long asked;

  DeliveryMetrics(DeliveryTable table, MeterRegistry registry) {
    this.table = table;
    this.registry = registry;
    for (Result result : Result.values()) {
      counter(result); // shown from the start
    }
    Gauge.builder("notification.delivery.pending", () -> value(Backlog::pending))
        .description("Messages that are neither sent nor given up")
        .register(registry);
    Gauge.builder("notification.delivery.oldest.age", () -> value(Backlog::oldestSeconds))
        .description("How long the oldest pending message has waited")
        .baseUnit("seconds")
        .register(registry);
  }

  void count(Result result) {
    counter(result).increment();
  }

  private Counter counter(Result result) {
    return Counter.builder("notification.delivery.messages")
        .description("Attempts to send a message, by what became of it")
        .tag("outcome", result.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private double value(ToDoubleFunction<Backlog> value) {
    Backlog backlog = backlog();
    return backlog == null ? Double.NaN : value.applyAsDouble(backlog);
  }

  private synchronized @Nullable Backlog backlog() {
    long now = System.nanoTime();
    if (asked == 0 || now - asked > FRESH.toNanos()) {
      asked = now;
      try {
        last = table.backlog();
      } catch (RuntimeException e) {
        last = null;
      }
    }
    return last;
  }
}
