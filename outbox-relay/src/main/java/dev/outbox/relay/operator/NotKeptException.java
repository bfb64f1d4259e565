package dev.outbox.relay.operator;

import java.io.IOException;
import java.nio.file.Path;

/** A discarded event could not be written down, so it was not discarded. */
final class NotKeptException extends RuntimeException {

  NotKeptException(Path file, IOException cause) {
    super(
        ("The event stays where it is, since it could not be written to %s (%s): let the relay"
                + " write there, or set outbox.relay.discarded-events to another file")
            .formatted(file, cause),
        cause);
  }
}
