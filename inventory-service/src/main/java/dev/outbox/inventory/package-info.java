/** The service; its features live in the packages below. */
@NullMarked
package dev.outbox.inventory;

import org.jspecify.annotations.NullMarked;
