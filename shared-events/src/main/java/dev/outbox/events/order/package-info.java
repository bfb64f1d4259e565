/** Facts about orders, told by order-service. */
@NullMarked
package dev.outbox.events.order;

import org.jspecify.annotations.NullMarked;
