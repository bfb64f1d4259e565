/** Looks at everything that outboxes need, at start and when an operator asks. */
@NullMarked
package dev.outbox.relay.checks;

import org.jspecify.annotations.NullMarked;
