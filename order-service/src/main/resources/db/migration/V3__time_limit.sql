-- By this clock, not that of an instance of the service, an order is late: see order.saga.time-limit.
-- Orders that are pending already have the limit from now on.
ALTER TABLE orders
  ADD COLUMN pending_since TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) COMMENT 'by the clock of the database',
  MODIFY COLUMN status VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'PENDING, CONFIRMED, REJECTED, CANCELLED';
