package dev.outbox.endtoend.chaos;

/** An event as a consumer has read it. */
record Published(Event event, int partition) {}
