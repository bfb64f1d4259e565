package dev.outbox.benchmarks.inbox;

/**
 * How fast events are handled once each.
 *
 * @param eventsByHand how many were handled with a transaction each
 * @param byHand events per second, with a transaction each
 * @param eventsInbox how many the inbox handled
 * @param inbox events per second, by the starter's inbox
 */
record InboxFigures(int eventsByHand, double byHand, int eventsInbox, double inbox) {

  /** How many times as fast the inbox is. */
  double ratio() {
    return inbox / byHand;
  }
}
