package dev.outbox.notification.journey;

import java.util.List;

/**
 * Journeys that were asked for.
 *
 * @param journeys as many as the limit allows
 */
record JourneyPage(List<JourneyView> journeys) {}
