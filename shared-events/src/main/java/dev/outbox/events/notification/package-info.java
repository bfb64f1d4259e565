/** Facts about messages to customers, told by notification-service. */
@NullMarked
package dev.outbox.events.notification;

import org.jspecify.annotations.NullMarked;
