/** Setting stock aside for orders: all lines of an order, or none. */
@NullMarked
package dev.outbox.inventory.reservation;

import org.jspecify.annotations.NullMarked;
