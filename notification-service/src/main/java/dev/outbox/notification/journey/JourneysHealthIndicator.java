package dev.outbox.notification.journey;

import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while journeys cannot be asked for. Sagas that have stalled are told and leave it UP: a
 * restart of this service would not move them. Not part of readiness: all else is served meanwhile.
 */
final class JourneysHealthIndicator extends AbstractHealthIndicator {

  private static final int SHOWN = 10;

  private final JourneyStreams streams;
  private final LocalJourneys journeys;

  JourneysHealthIndicator(JourneyStreams streams, LocalJourneys journeys) {
    super("The state of journeys is not known");
    this.streams = streams;
    this.journeys = journeys;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.withDetail("streams", streams.state());
    if (!streams.isEnabled()) {
      builder.up();
      return;
    }
    try {
      List<String> stalled = journeys.stalled();
      builder
          .up()
          .withDetail("stalled", stalled.size())
          .withDetail("stalledOrders", stalled.stream().limit(SHOWN).toList());
    } catch (JourneysUnavailableException e) {
      builder.down();
    }
  }
}
