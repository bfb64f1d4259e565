/** What operators can have done over HTTP, and who may: parked keys, pausing, resetting. */
@NullMarked
package dev.outbox.relay.operator;

import org.jspecify.annotations.NullMarked;
