-- The account of Debezium, for those who run it instead of the relay. The password is for the demo only.
CREATE USER 'debezium'@'%' IDENTIFIED BY 'debezium-demo';

-- The log, and where in it the server is.
GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'debezium'@'%';

-- The tables' columns. No LOCK TABLES and no RELOAD: it takes no rows from the tables, so nothing has to be locked. A
-- right on a table that is not there yet can only be granted together with CREATE, which is therefore taken back at once.
GRANT CREATE, SELECT ON orders.outbox_event TO 'debezium'@'%';
GRANT CREATE, SELECT ON inventory.outbox_event TO 'debezium'@'%';
GRANT CREATE, SELECT ON notifications.outbox_event TO 'debezium'@'%';
REVOKE CREATE ON orders.outbox_event FROM 'debezium'@'%';
REVOKE CREATE ON inventory.outbox_event FROM 'debezium'@'%';
REVOKE CREATE ON notifications.outbox_event FROM 'debezium'@'%';
