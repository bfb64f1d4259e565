package dev.outbox.starter.inbox;

/** Another number of parked keys matches than an operator has confirmed; nothing was changed. */
final class CountChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CountChangedException(long found, long confirmed) {
    super(
        "%d parked keys match, and %d were confirmed, so nothing was changed. Look at GET"
                .formatted(found, confirmed)
            + " /inbox/parked/count again, and send its number of keys as count");
  }
}
