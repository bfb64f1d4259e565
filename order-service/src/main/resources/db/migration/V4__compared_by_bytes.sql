-- Texts are compared byte by byte, whatever the database's default is: Ada, ada and àda are three customers. Texts from
-- outside are NO PAD, too, so that 'ada' and 'ada ' are two; ascii_bin is for what the service writes itself.
ALTER TABLE orders
  MODIFY COLUMN customer_id    VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN customer_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN currency       CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  MODIFY COLUMN status         VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'PENDING, CONFIRMED, REJECTED, CANCELLED',
  MODIFY COLUMN reason         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'why it is not CONFIRMED';

ALTER TABLE order_line
  MODIFY COLUMN sku VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL;

-- By this clock, not that of an instance of the service, a key is forgotten.
ALTER TABLE idempotency_key
  MODIFY COLUMN id_key     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) COMMENT 'by the clock of the database';
