package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConcurrentContainerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Starts containers of the inbox again whose thread an error has ended, such as one of memory while
 * records were fetched: left to themselves they would consume no more until the process is started
 * again. Thread-safe.
 */
final class RestartedContainers implements Supplier<Duration> {

  private static final Logger log = LoggerFactory.getLogger(RestartedContainers.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ConsumerState state;
  private final Map<MessageListenerContainer, Reason> ended = new ConcurrentHashMap<>();

  RestartedContainers(ConsumerState state) {
    this.state = state;
  }

  @EventListener
  void ended(ConcurrentContainerStoppedEvent event) {
    boolean byError = event.getReason() == Reason.ERROR || event.getReason() == Reason.ABNORMAL;
    if (byError
        && event.getSource() instanceof MessageListenerContainer container
        && state.isWatched(container)) {
      ended.put(container, event.getReason());
    }
  }

  @Override
  public Duration get() {
    ended.forEach(
        (container, reason) -> {
          log.warn(
              "The consumer of {} has ended ({}; see the error above), and is started again",
              container.getListenerId(),
              reason);
          container.start();
          ended.remove(container);
        });
    return PAUSE;
  }
}
