package dev.outbox.notification.journey;

/** What a journey waits for. */
enum Waiting {
  /** For its next step. */
  FOR_STEP,
  /** For its next step, and {@code SagaStalled} was raised. */
  STALLED,
  /** Only to be dropped. */
  ENDED;

  static Waiting of(Journey journey) {
    // Without a step that moves it, nothing can be told of where it stands.
    if (journey.hasEnded() || journey.lastMove().isEmpty()) {
      return ENDED;
    }
    return journey.isStalled() ? STALLED : FOR_STEP;
  }
}
