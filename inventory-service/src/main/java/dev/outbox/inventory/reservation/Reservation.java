package dev.outbox.inventory.reservation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What inventory has answered to an order: everything is set aside, or nothing. */
record Reservation(UUID orderId, Status status, List<Line> lines, Instant createdAt) {

  /** The answer. */
  enum Status {
    /** All lines are set aside. */
    RESERVED,
    /** There was too little of something, so nothing is set aside. */
    REJECTED,
    /** The order was cancelled, and all lines are available again. */
    RELEASED,
    /**
     * The order was cancelled before it was answered: nothing is set aside, and nothing will be.
     */
    CANCELLED
  }

  /** What is set aside of one SKU. */
  record Line(String sku, int quantity) {}
}
