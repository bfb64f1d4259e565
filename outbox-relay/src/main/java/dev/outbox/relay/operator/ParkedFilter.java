package dev.outbox.relay.operator;

import org.jspecify.annotations.Nullable;

/**
 * Which parked keys are meant. What is null does not matter.
 *
 * @param outbox the name of their outbox
 * @param type the type of the event that each is parked for
 * @param reason a part of why they are parked
 */
record ParkedFilter(@Nullable String outbox, @Nullable String type, @Nullable String reason) {

  boolean fits(ParkedView parked) {
    return (outbox == null || outbox.equals(parked.outbox()))
        && (type == null || type.equals(parked.type()))
        && (reason == null || parked.reason().contains(reason));
  }

  @Override
  public String toString() {
    return "outbox=%s type=%s reason=%s".formatted(outbox, type, reason);
  }
}
