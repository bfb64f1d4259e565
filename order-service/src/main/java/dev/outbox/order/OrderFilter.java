package dev.outbox.order;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which orders to list.
 *
 * @param customerId only those of one customer; null for all
 * @param status only those with one status; null for all
 * @param limit how many at most
 * @param after only those placed before this one, the last of the page before; null for the first
 */
record OrderFilter(
    @Nullable String customerId, @Nullable OrderStatus status, int limit, @Nullable UUID after) {}
