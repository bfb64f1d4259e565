-- Texts are compared byte by byte, whatever the database's default is, and blanks at their end count; ascii_bin is for
-- what the service writes itself.
ALTER TABLE notification
  MODIFY COLUMN event_id   VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL
    COMMENT 'the event that asked for it; the Message-ID is made of it',
  MODIFY COLUMN kind       VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'ORDER_CONFIRMED, ORDER_REJECTED, ORDER_CANCELLED',
  MODIFY COLUMN recipient  VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN subject    VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN body       TEXT         CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  MODIFY COLUMN status     VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'PENDING, SENT, FAILED',
  MODIFY COLUMN failure    VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NULL
    COMMENT 'why it is not sent, or was given up',
  MODIFY COLUMN traceparent CHAR(55)    CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the trace that asked for it',
  MODIFY COLUMN tracestate VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NULL;
