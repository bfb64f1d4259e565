-- Texts are compared byte by byte, whatever the database's default is, and blanks at their end count; ascii_bin is for
-- what the service writes itself.
ALTER TABLE stock
  MODIFY COLUMN sku VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL;

ALTER TABLE reservation
  MODIFY COLUMN status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'RESERVED, REJECTED, RELEASED, CANCELLED';

ALTER TABLE reservation_line
  MODIFY COLUMN sku VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL;
