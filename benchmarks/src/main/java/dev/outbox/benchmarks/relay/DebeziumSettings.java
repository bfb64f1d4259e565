package dev.outbox.benchmarks.relay;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Debezium's settings, generous: large batches and queues, no pauses, nothing written that is not
 * needed.
 *
 * @param port of MySQL
 * @param database that holds the outbox
 * @param pollMillis the pause between two looks into its queue
 */
record DebeziumSettings(
    int port, String database, String account, String password, int pollMillis) {

  static final String SERVER = "bench";

  Properties properties(String snapshotMode, Path offsets) {
    Properties properties = new Properties();
    properties.setProperty("name", "outbox");
    properties.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    properties.setProperty("topic.prefix", SERVER);
    properties.setProperty("database.hostname", "127.0.0.1");
    properties.setProperty("database.port", "" + port);
    properties.setProperty("database.user", account);
    properties.setProperty("database.password", password);
    properties.setProperty("database.server.id", "5501");
    properties.setProperty("database.ssl.mode", "disabled");
    properties.setProperty("driver.allowPublicKeyRetrieval", "true");
    properties.setProperty("database.include.list", database);
    properties.setProperty("table.include.list", database + ".outbox_event");
    properties.setProperty("snapshot.mode", snapshotMode);
    properties.setProperty("snapshot.locking.mode", "none");
    properties.setProperty("snapshot.fetch.size", "10000");
    properties.setProperty("max.batch.size", "8192");
    properties.setProperty("max.queue.size", "65536");
    properties.setProperty("poll.interval.ms", "" + pollMillis);
    properties.setProperty("include.schema.changes", "false");
    properties.setProperty("tombstones.on.delete", "false");
    properties.setProperty(
        "schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
    properties.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");
    properties.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    properties.setProperty("offset.storage.file.filename", offsets.toString());
    properties.setProperty("offset.flush.interval.ms", "5000");
    properties.setProperty("converter.schemas.enable", "false");
    properties.setProperty("transforms", "outbox");
    properties.setProperty("transforms.outbox.type", "io.debezium.transforms.outbox.EventRouter");
    properties.setProperty("transforms.outbox.route.topic.replacement", "${routedByValue}-events");
    return properties;
  }
}
