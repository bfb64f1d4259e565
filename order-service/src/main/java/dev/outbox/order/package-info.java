/** Orders: taking them by HTTP, and keeping how their saga ends. */
@NullMarked
package dev.outbox.order;

import org.jspecify.annotations.NullMarked;
