package dev.outbox.relay.worker;

/** Keys are not parked any more, or for another event, since they were chosen. */
public final class ParkedChangedException extends RuntimeException {

  ParkedChangedException(String outbox) {
    super(
        ("Other keys of outbox %s are parked now than when they were counted, so nothing was done"
                + " with these. Count them again")
            .formatted(outbox));
  }
}
