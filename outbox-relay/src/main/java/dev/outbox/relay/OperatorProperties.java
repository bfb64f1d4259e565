package dev.outbox.relay;

import org.jspecify.annotations.Nullable;

/**
 * Who may change something over HTTP. The user is {@code operator}.
 *
 * @param password the operator's password; default the environment's {@code
 *     RELAY_OPERATOR_PASSWORD}. Without any, a random one is made and printed once, at start
 * @param openReading whether all may read the API, health and metrics without a password; default
 *     only if the relay listens on a loopback address. The probes {@code /actuator/health/liveness}
 *     and {@code /readiness} are always open
 */
public record OperatorProperties(@Nullable String password, @Nullable Boolean openReading) {

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "OperatorProperties[openReading=%s]".formatted(openReading);
  }
}
