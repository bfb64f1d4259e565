-- Debezium deletes no rows. These events do, while Debezium publishes: what it has to publish it reads from the log, where
-- an insert stays when its row is deleted. The relay must find the rows that it has to publish: DROP the events before
-- it takes over. Run by mysql's client, with an account that may make events in these databases.
DELIMITER //
CREATE EVENT orders.outbox_purge ON SCHEDULE EVERY 1 MINUTE DO BEGIN
  -- Else a pass to the end of the table would hold up those who append.
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  REPEAT
    DELETE FROM orders.outbox_event WHERE created_at < NOW(6) - INTERVAL 1 HOUR ORDER BY position LIMIT 1000;
  UNTIL ROW_COUNT() < 1000 END REPEAT;
END//
CREATE EVENT inventory.outbox_purge ON SCHEDULE EVERY 1 MINUTE DO BEGIN
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  REPEAT
    DELETE FROM inventory.outbox_event WHERE created_at < NOW(6) - INTERVAL 1 HOUR ORDER BY position LIMIT 1000;
  UNTIL ROW_COUNT() < 1000 END REPEAT;
END//
CREATE EVENT notifications.outbox_purge ON SCHEDULE EVERY 1 MINUTE DO BEGIN
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  REPEAT
    DELETE FROM notifications.outbox_event WHERE created_at < NOW(6) - INTERVAL 1 HOUR ORDER BY position LIMIT 1000;
  UNTIL ROW_COUNT() < 1000 END REPEAT;
END//
