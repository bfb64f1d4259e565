-- Databases and accounts of the demo, run once when the server's data is made. The passwords are for the demo only.

CREATE DATABASE orders;
CREATE DATABASE inventory;
CREATE DATABASE notifications;

-- Each service owns its database, tables included (Flyway makes them), and sees no other.
CREATE USER 'orders'@'%' IDENTIFIED BY 'orders-demo';
CREATE USER 'inventory'@'%' IDENTIFIED BY 'inventory-demo';
CREATE USER 'notifications'@'%' IDENTIFIED BY 'notifications-demo';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON orders.* TO 'orders'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON inventory.* TO 'inventory'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON notifications.* TO 'notifications'@'%';

-- The relay reads and deletes outbox rows and reads the replication log, nothing more. A right on a table that is not
-- there yet can only be granted together with CREATE, which is therefore taken back at once.
CREATE USER 'relay'@'%' IDENTIFIED BY 'relay-demo';
GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'relay'@'%';
GRANT CREATE, SELECT, DELETE ON orders.outbox_event TO 'relay'@'%';
GRANT CREATE, SELECT, DELETE ON inventory.outbox_event TO 'relay'@'%';
GRANT CREATE, SELECT, DELETE ON notifications.outbox_event TO 'relay'@'%';
REVOKE CREATE ON orders.outbox_event FROM 'relay'@'%';
REVOKE CREATE ON inventory.outbox_event FROM 'relay'@'%';
REVOKE CREATE ON notifications.outbox_event FROM 'relay'@'%';
