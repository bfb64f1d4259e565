-- Old ids are found by their age.
ALTER TABLE inbox_event ADD INDEX inbox_event_age (consumer, handled_at);

-- A key that is here is parked: its events go to inbox_parked. Whoever takes events reads the row FOR SHARE, whoever
-- retries the key holds it FOR UPDATE.
CREATE TABLE inbox_parked_key (
  consumer        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parked_key      VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'the Kafka key, as text',
  parked_at       TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  next_attempt_at TIMESTAMP(6) NULL COMMENT 'null: an operator has to release it',
  PRIMARY KEY (consumer, parked_key),
  INDEX inbox_parked_key_due (consumer, next_attempt_at)
);

-- Events of parked keys, in order. Their ids are in inbox_event, too.
CREATE TABLE inbox_parked (
  number          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  consumer        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parked_key      VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
  id              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  type            VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL COMMENT 'CloudEvents type',
  topic           VARCHAR(255) CHARACTER SET ascii NOT NULL,
  topic_partition INT          NOT NULL,
  topic_offset    BIGINT       NOT NULL,
  record_key      LONGBLOB     NULL,
  headers         LONGTEXT     CHARACTER SET utf8mb4 NOT NULL COMMENT 'of the record, a JSON object of texts',
  payload         LONGBLOB     NULL COMMENT 'the value of the record',
  attempts        INT          NOT NULL COMMENT '0: it waits behind others',
  reason          TEXT         CHARACTER SET utf8mb4 NULL COMMENT 'why the last attempt failed',
  parked_at       TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  UNIQUE INDEX inbox_parked_id (consumer, id),
  INDEX inbox_parked_order (consumer, parked_key, number)
);

-- What operators have discarded, kept for them.
CREATE TABLE inbox_discarded LIKE inbox_parked;
ALTER TABLE inbox_discarded
  DROP INDEX inbox_parked_id,
  DROP INDEX inbox_parked_order,
  MODIFY number BIGINT UNSIGNED NOT NULL,
  ADD COLUMN discarded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);
