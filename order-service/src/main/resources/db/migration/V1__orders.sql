CREATE TABLE orders (
  id             CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  customer_id    VARCHAR(64)   NOT NULL,
  customer_email VARCHAR(254)  NOT NULL,
  currency       CHAR(3)       CHARACTER SET ascii NOT NULL,
  total          DECIMAL(19,4) NOT NULL,
  status         VARCHAR(16)   CHARACTER SET ascii NOT NULL COMMENT 'PENDING, CONFIRMED, REJECTED',
  reason         VARCHAR(32)   CHARACTER SET ascii NULL COMMENT 'why it is not CONFIRMED',
  placed_at      TIMESTAMP(6)  NOT NULL,
  updated_at     TIMESTAMP(6)  NOT NULL
);

CREATE TABLE order_line (
  order_id   CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line       SMALLINT      NOT NULL,
  sku        VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantity   INT           NOT NULL,
  unit_price DECIMAL(19,4) NOT NULL,
  short      BOOLEAN       NOT NULL DEFAULT FALSE COMMENT 'there was too little of it',
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (order_id) REFERENCES orders (id)
);
