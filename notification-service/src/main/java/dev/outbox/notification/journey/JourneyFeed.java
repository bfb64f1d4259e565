package dev.outbox.notification.journey;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Lets clients follow the changes of journeys. Each has a thread and a consumer of its own, so that
 * a slow one holds up nobody; there are only so many at a time. Ends them before the web server
 * stops, which would wait for them.
 */
final class JourneyFeed implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(JourneyFeed.class);

  private final Map<String, Object> consumerConfig;
  private final int mostClients;
  private final Duration heartbeat;
  private final Set<FeedClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicLong number = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean running;

  JourneyFeed(Map<String, Object> consumerConfig, int mostClients, Duration heartbeat) {
    this.consumerConfig = Map.copyOf(consumerConfig);
    this.mostClients = mostClients;
    this.heartbeat = heartbeat;
  }

  /**
   * Starts to tell a client of changes.
   *
   * @param from where to go on; null for what comes from now on
   * @throws JourneysUnavailableException if there are too many clients, or Kafka does not answer
   */
  SseEmitter follow(@Nullable FeedPlace from) {
    FeedClient client = new FeedClient(heartbeat);
    try {
      admit(client);
      client.connect(FeedClient.consumer(consumerConfig), from);
      Thread thread = new Thread(() -> run(client), "journey-stream-" + number.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
      return client.emitter();
    } catch (KafkaException e) {
      end(client);
      throw new JourneysUnavailableException("Kafka does not answer", e);
    } catch (RuntimeException | Error e) {
      end(client);
      throw e;
    }
  }

  /** How many clients there are. */
  int clients() {
    return clients.size();
  }

  /** How many streams have ended by a failure that should not be. */
  long failures() {
    return failures.get();
  }

  private synchronized void admit(FeedClient client) {
    if (!running) {
      throw new JourneysUnavailableException("the service stops", null);
    }
    if (clients.size() >= mostClients) {
      throw new JourneysUnavailableException(
          "%d clients follow the stream already".formatted(mostClients), null);
    }
    clients.add(client);
  }

  private void run(FeedClient client) {
    try {
      client.run();
    } catch (RuntimeException | Error e) {
      // The client comes back by itself, to a thread of its own.
      failures.incrementAndGet();
      log.error("The stream to a client has ended by an unexpected failure", e);
    } finally {
      end(client);
    }
  }

  private void end(FeedClient client) {
    clients.remove(client);
    client.close();
  }

  @Override
  public synchronized void start() {
    running = true;
  }

  @Override
  public synchronized void stop() {
    running = false;
    clients.forEach(FeedClient::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
