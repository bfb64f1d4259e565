package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxState;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch.
 *
 * @param acknowledged how many of its first events Kafka has for certain
 * @param failure why the next one failed; null if Kafka has all
 */
public record PublishResult(int acknowledged, @Nullable Failure failure) {

  /**
   * Why an event could not be published.
   *
   * @param state what its outbox waits for
   * @param message what was found and what to do
   */
  public record Failure(OutboxState state, String message) {}
}
