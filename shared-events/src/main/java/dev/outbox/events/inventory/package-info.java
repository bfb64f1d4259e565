/** Facts about stock and reservations, told by inventory-service. */
@NullMarked
package dev.outbox.events.inventory;

import org.jspecify.annotations.NullMarked;
