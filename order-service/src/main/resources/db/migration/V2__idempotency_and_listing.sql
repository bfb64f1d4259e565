-- The answers to POST /orders with an Idempotency-Key, so that a repeated request gets the same one.
CREATE TABLE idempotency_key (
  id_key     VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  request    BINARY(32)   NOT NULL COMMENT 'SHA-256 of the request',
  order_id   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at TIMESTAMP(6) NOT NULL,
  KEY by_age (created_at)
);

-- Listing goes by id: UUIDv7 ids are in the order of time.
ALTER TABLE orders
  ADD KEY by_customer (customer_id, id),
  ADD KEY by_status (status, id);
