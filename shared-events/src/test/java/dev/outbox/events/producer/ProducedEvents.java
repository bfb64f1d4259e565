package dev.outbox.events.producer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that holds a service to the contracts of the events it writes. After each test,
 * and once more after the last one of a class, it looks at the rows that have come into the
 * outboxes that are watched, and fails if one has another envelope, type, topic, key, schema or
 * size than shared-events says.
 *
 * <p>It sees what is there when a test method ends, before {@code @AfterEach}: rows that were
 * rolled back are none, and what the test itself deletes is not seen. What is written later, by
 * another thread, is looked at after the next test.
 */
public final class ProducedEvents implements AfterTestExecutionCallback, AfterAllCallback {

  private static final List<WatchedOutbox> OUTBOXES = new CopyOnWriteArrayList<>();

  /** JUnit makes it. */
  public ProducedEvents() {}

  /**
   * Watches an outbox from now on, until the JVM ends.
   *
   * @param service who writes to it, as {@code producers.json} names it
   * @param url JDBC URL of the database that has the table {@code outbox_event}
   * @param username of an account that may read it
   * @param password of that account
   */
  public static void watch(String service, String url, String username, String password) {
    OUTBOXES.add(new WatchedOutbox(service, url, username, password));
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    check();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  private static void check() {
    List<String> faults = OUTBOXES.stream().flatMap(o -> o.newFaults().stream()).toList();
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "Events in the outbox break their contracts (docs/contracts.md):\n\n  "
              + String.join("\n\n  ", faults));
    }
  }
}
