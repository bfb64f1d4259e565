CREATE TABLE stock (
  sku      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  on_hand  INT NOT NULL COMMENT 'how many there are',
  reserved INT NOT NULL DEFAULT 0 COMMENT 'how many of them are set aside for orders',
  CHECK (reserved >= 0 AND reserved <= on_hand)
);

CREATE TABLE reservation (
  order_id   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  status     VARCHAR(16)  CHARACTER SET ascii NOT NULL COMMENT 'RESERVED, REJECTED',
  created_at TIMESTAMP(6) NOT NULL
);

CREATE TABLE reservation_line (
  order_id CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sku      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity INT         NOT NULL,
  PRIMARY KEY (order_id, sku),
  FOREIGN KEY (order_id) REFERENCES reservation (order_id)
);
