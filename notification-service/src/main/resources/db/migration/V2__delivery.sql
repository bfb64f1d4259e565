ALTER TABLE notification
  ADD COLUMN event_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL
    COMMENT 'the event that asked for it; the Message-ID is made of it' AFTER id,
  MODIFY COLUMN status VARCHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'PENDING, SENT, FAILED',
  ADD COLUMN attempts INT NOT NULL DEFAULT 0 COMMENT 'how many have failed',
  ADD COLUMN next_attempt_at TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6)
    COMMENT 'when it is due; while somebody sends it: until when nobody else may',
  ADD COLUMN failure VARCHAR(500) NULL COMMENT 'why it is not sent, or was given up',
  DROP KEY by_status,
  ADD KEY due (status, next_attempt_at, created_at);

-- What was stored before has an id of its own, which is as good.
UPDATE notification SET event_id = id, next_attempt_at = IF(status = 'PENDING', next_attempt_at, NULL);

ALTER TABLE notification
  MODIFY COLUMN event_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'the event that asked for it; the Message-ID is made of it';
