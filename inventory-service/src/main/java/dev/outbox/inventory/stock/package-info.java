/** How much there is of each SKU, and how much of that is set aside. */
@NullMarked
package dev.outbox.inventory.stock;

import org.jspecify.annotations.NullMarked;
