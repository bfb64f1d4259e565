-- An event is known by its id alone. Its source and type are remembered to tell of another one under the same id.
ALTER TABLE inbox_event
  ADD COLUMN origin BIGINT NULL COMMENT 'digest of CloudEvents source and type; null: not known';

-- Times in UTC whatever the session's time zone is: a zone with summer time has hours that are there twice, and an hour
-- that is missing, which a TIMESTAMP does not take.
SET @outbox_session_time_zone = @@SESSION.time_zone;
SET SESSION time_zone = '+00:00';
ALTER TABLE inbox_parked_key
  MODIFY parked_at       DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC',
  MODIFY next_attempt_at DATETIME(6) NULL COMMENT 'UTC; null: an operator has to release it';
ALTER TABLE inbox_parked
  MODIFY parked_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC';
ALTER TABLE inbox_discarded
  MODIFY parked_at    DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC',
  MODIFY discarded_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC';
SET SESSION time_zone = @outbox_session_time_zone;
