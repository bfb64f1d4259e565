package dev.outbox.notification.journey;

import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * DOWN while journeys cannot be asked for. Sagas that have stalled are told and leave it UP: a
 * restart of this service would not move them. Not part of readiness: all else is served meanwhile.
 */
final class JourneysHealthIndicator extends AbstractHealthIndicator {

  private static final int SHOWN = 10;

  private final JourneyStreams streams;
  private final StreamsFailures failures;
  private final LocalJourneys journeys;
  private final JourneyFeed feed;

  JourneysHealthIndicator(
      JourneyStreams streams, StreamsFailures failures, LocalJourneys journeys, JourneyFeed feed) {
    super("The state of journeys is not known");
    this.streams = streams;
    this.failures = failures;
    this.journeys = journeys;
    this.feed = feed;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder
        .withDetail("streams", streams.state())
        .withDetail("failuresWithinMinute", failures.recent())
        .withDetail("failedClients", feed.failures());
    if (!streams.isEnabled()) {
      builder.up();
      return;
    }
    try {
      List<String> stalled = journeys.stalled();
      // It runs for a moment after each start, also where it fails again and again.
      builder
          .status(failures.isFrequent() ? Status.DOWN : Status.UP)
          .withDetail("stalled", stalled.size())
          .withDetail("stalledOrders", stalled.stream().limit(SHOWN).toList());
    } catch (JourneysUnavailableException e) {
      builder.down();
    }
  }
}
