-- A row here is an event that Kafka may not have yet. The relay deletes what it has published.
CREATE TABLE outbox_event (
  position      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id            CHAR(36)     CHARACTER SET ascii NOT NULL COMMENT 'UUIDv7, the CloudEvents id',
  aggregatetype VARCHAR(64)  CHARACTER SET ascii NOT NULL COMMENT 'chooses the topic: order -> order-events',
  aggregateid   VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL COMMENT 'the Kafka key',
  type          VARCHAR(255) CHARACTER SET ascii NOT NULL COMMENT 'CloudEvents type',
  payload       MEDIUMTEXT   CHARACTER SET utf8mb4 NOT NULL COMMENT 'JSON, as it goes to Kafka',
  dataschema    VARCHAR(255) CHARACTER SET ascii NULL COMMENT 'CloudEvents dataschema',
  traceparent   CHAR(55)     CHARACTER SET ascii NULL COMMENT 'W3C trace context of the writer',
  tracestate    VARCHAR(512) CHARACTER SET ascii NULL,
  created_at    TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- The ids of events that a consumer has handled, written in the handler's own transaction.
CREATE TABLE inbox_event (
  consumer   VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id         VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the CloudEvents id',
  handled_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (consumer, id)
);
