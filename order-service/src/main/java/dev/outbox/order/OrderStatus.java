package dev.outbox.order;

/** How far an order is. */
enum OrderStatus {
  /** Placed; whether there is enough in stock is not known yet. */
  PENDING,
  /** Everything is reserved; it will be delivered. */
  CONFIRMED,
  /** There was too little in stock. */
  REJECTED,
  /** Called off by the customer, or because inventory did not answer in time. */
  CANCELLED
}
