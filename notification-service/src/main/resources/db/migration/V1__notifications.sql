CREATE TABLE notification (
  id         CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  order_id   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind       VARCHAR(32)  CHARACTER SET ascii NOT NULL COMMENT 'ORDER_CONFIRMED, ORDER_REJECTED',
  recipient  VARCHAR(254) NOT NULL,
  subject    VARCHAR(255) NOT NULL,
  body       TEXT         NOT NULL,
  status     VARCHAR(16)  CHARACTER SET ascii NOT NULL COMMENT 'PENDING, SENT',
  created_at TIMESTAMP(6) NOT NULL,
  sent_at    TIMESTAMP(6) NULL,
  UNIQUE KEY one_message_per_outcome (order_id, kind),
  KEY by_status (status, created_at)
);
