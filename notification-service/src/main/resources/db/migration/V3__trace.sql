ALTER TABLE notification
  ADD COLUMN traceparent CHAR(55) CHARACTER SET ascii NULL COMMENT 'the trace that asked for it',
  ADD COLUMN tracestate VARCHAR(512) CHARACTER SET ascii NULL;
