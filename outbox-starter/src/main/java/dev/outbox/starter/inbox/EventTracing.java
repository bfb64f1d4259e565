package dev.outbox.starter.inbox;

/** Runs a handler in the trace that its event belongs to. */
@FunctionalInterface
interface EventTracing {

  void run(IncomingEvent event, Runnable handler);
}
