package dev.outbox.relay.outbox;

import java.util.List;

/**
 * Where the events of one outbox come from. Used by one thread at a time, except {@link #backlog},
 * which any thread may call.
 */
public interface OutboxSource {

  /**
   * The events to publish next, those of one key in commit order. Does not wait for events. An
   * event is given again and again until {@link #remove} has had it.
   *
   * @throws SourceException if they cannot be read now
   */
  Batch read();

  /**
   * Removes events from the outbox, because Kafka has them. What is not there any more is no error.
   *
   * @throws SourceException if they cannot be removed now; some of them may be gone
   */
  void remove(List<OutboxEvent> published);

  /**
   * How much waits.
   *
   * @throws SourceException if that cannot be told now
   */
  Backlog backlog();
}
