package dev.outbox.endtoend;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Places orders at several instances in turn. Where one does not answer, the same order goes to the
 * next one, under the same idempotency key, until it is taken.
 */
final class PatientClient {

  /** From one order to the next: what runs on this machine is to be started meanwhile. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration AFTER_FAILURE = Duration.ofMillis(20);
  private static final int MOST_ATTEMPTS = 100;

  private final List<Application> instances;
  private final String order;
  private final AtomicInteger turn = new AtomicInteger();

  PatientClient(List<Application> instances, String order) {
    this.instances = List.copyOf(instances);
    this.order = order;
  }

  /** Places an order and returns its id. */
  String place() {
    LockSupport.parkNanos(PAUSE.toNanos());
    String key = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        Http.Answer answer = Http.post(next().url() + "/orders", order, "Idempotency-Key", key);
        if (answer.status() == 201) {
          return answer.body().get("orderId").asString();
        }
      } catch (UncheckedIOException e) {
        // It was killed.
      }
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
    throw new IllegalStateException("nobody takes the order " + key);
  }

  private Application next() {
    return instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
  }
}
