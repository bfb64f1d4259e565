CREATE TABLE outbox_event (
  position      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id            CHAR(36)     CHARACTER SET ascii NOT NULL,
  aggregatetype VARCHAR(64)  CHARACTER SET ascii NOT NULL,
  aggregateid   VARCHAR(255) NOT NULL,
  type          VARCHAR(255) CHARACTER SET ascii NOT NULL,
  payload       MEDIUMTEXT   NOT NULL,
  dataschema    VARCHAR(255) CHARACTER SET ascii NULL,
  traceparent   CHAR(55)     CHARACTER SET ascii NULL,
  tracestate    VARCHAR(512) CHARACTER SET ascii NULL,
  created_at    TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
)
