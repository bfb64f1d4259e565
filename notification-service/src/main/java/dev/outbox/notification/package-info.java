/** Messages to customers: stored with the event that asks for them, delivered after the commit. */
@NullMarked
package dev.outbox.notification;

import org.jspecify.annotations.NullMarked;
