/**
 * How a service of your own uses the outbox: an event, a method that appends it, one that handles
 * it.
 */
@NullMarked
package com.example.invoicing;

import org.jspecify.annotations.NullMarked;
