package dev.outbox.relay.operator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is configured about operators.
 *
 * @param password the operator's password; null or blank for a random one
 * @param openReading whether reading needs no password; null for: on loopback only
 * @param discarded the file that keeps discarded events
 */
public record OperatorSettings(
    @Nullable String password, @Nullable Boolean openReading, Path discarded) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "OperatorSettings[openReading=%s, discarded=%s]".formatted(openReading, discarded);
  }
}
