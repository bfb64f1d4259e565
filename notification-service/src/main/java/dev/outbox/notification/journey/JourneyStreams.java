package dev.outbox.notification.journey;

import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Keeps Kafka Streams running: starts it once its topics are there, and again whenever it has
 * failed. The service starts and serves without it, and without Kafka.
 *
 * <p>Starts after the web server, whose port other instances are told.
 */
final class JourneyStreams implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(JourneyStreams.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final StreamsBuilderFactoryBean factory;
  private final StreamsFailures failures;
  private final JourneyTopics topics;
  private final Supplier<HostInfo> addresses;
  private final boolean enabled;

  private volatile @Nullable HostInfo address;
  private volatile @Nullable String problem = "has not started yet";
  private @Nullable Thread thread;

  /**
   * @param addresses gives the address at which other instances reach this one, once it serves
   * @param enabled false leaves it stopped
   */
  JourneyStreams(
      StreamsBuilderFactoryBean factory,
      StreamsFailures failures,
      JourneyTopics topics,
      Supplier<HostInfo> addresses,
      boolean enabled) {
    this.factory = factory;
    this.failures = failures;
    this.topics = topics;
    this.addresses = addresses;
    this.enabled = enabled;
    factory.setStreamsUncaughtExceptionHandler(this::failed);
  }

  /**
   * Asks Kafka Streams.
   *
   * @throws JourneysUnavailableException if it does not run, or is moving journeys
   */
  <T> T ask(Function<KafkaStreams, T> question) {
    try {
      return question.apply(running());
    } catch (InvalidStateStoreException | IllegalStateException e) {
      // It may stop running, and a partition may be taken away, at any moment.
      throw new JourneysUnavailableException("they are being moved", e);
    }
  }

  private KafkaStreams running() {
    KafkaStreams streams = factory.getKafkaStreams();
    if (streams == null) {
      throw new JourneysUnavailableException(Objects.requireNonNullElse(problem, "stopped"), null);
    }
    if (streams.state() != KafkaStreams.State.RUNNING) {
      throw new JourneysUnavailableException("they are being moved or loaded", null);
    }
    return streams;
  }

  /** Where other instances reach this one; null before it has started. */
  @Nullable HostInfo address() {
    return address;
  }

  boolean isEnabled() {
    return enabled;
  }

  /** How it is, in a word or in a sentence. */
  String state() {
    KafkaStreams streams = factory.getKafkaStreams();
    if (streams != null && streams.state().isRunningOrRebalancing()) {
      return streams.state().name();
    }
    return Objects.requireNonNullElse(problem, "stopped");
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    problem = "failed: " + failure;
    return failures.add(failure);
  }

  private void keepRunning() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!isAlive()) {
          startAgain();
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAlive() {
    KafkaStreams streams = factory.getKafkaStreams();
    return streams != null
        && (streams.state().isRunningOrRebalancing()
            || streams.state() == KafkaStreams.State.CREATED);
  }

  private void startAgain() throws InterruptedException {
    try {
      factory.stop();
      topics.ensure();
      HostInfo here = addresses.get();
      address = here;
      Properties config = Objects.requireNonNull(factory.getStreamsConfiguration());
      config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, here.host() + ":" + here.port());
      factory.setStreamsConfiguration(config); // What it gave was a copy.
      factory.start();
    } catch (RetriableException e) {
      // The inbox says so in the log (KafkaWatch).
      problem = "Kafka does not answer: " + e.getMessage();
    } catch (RuntimeException | Error e) {
      // This thread is the only one that starts it.
      say(e);
    }
  }

  /** In the log once, as long as it stays the same. */
  private void say(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String found =
        "cannot start: " + Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    if (!found.equals(problem)) {
      log.warn("Kafka Streams {}; it is tried again", found);
    }
    problem = found;
  }

  @Override
  public synchronized void start() {
    Thread supervisor = new Thread(this::keepRunning, "journeys");
    supervisor.setDaemon(true);
    supervisor.start();
    thread = supervisor;
  }

  @Override
  public synchronized void stop() {
    Thread supervisor = thread;
    if (supervisor != null) {
      supervisor.interrupt();
      try {
        supervisor.join(Duration.ofSeconds(15).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
    problem = "stopped";
    factory.stop();
  }

  @Override
  public boolean isAutoStartup() {
    return enabled;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
