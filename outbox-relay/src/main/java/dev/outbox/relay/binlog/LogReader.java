package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.FormatDescriptionEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.QueryEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XAPrepareEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XidEventDataDeserializer;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server's log, in a thread of its own, from a GTID set on. It never connects
 * again by itself: whoever reads the queue starts another one, from where progress is. Safe for use
 * by several threads.
 */
public final class LogReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogReader.class);

  /** The server says that it is there; without statements. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Numbers of tables to remember; the log names a table anew in each transaction. */
  private static final int TABLES = 1_000;

  private final BinaryLogClient client;
  private final LogQueue queue;
  private final TransactionAssembler assembler;
  private final Thread thread;
  private volatile long heard = System.nanoTime();
  private volatile boolean closed;

  /**
   * Connects when it is started.
   *
   * @param from the transactions that are done
   * @param outboxes the names of the outboxes by their tables
   * @param serverId a number that no other client of the server's log has
   */
  public LogReader(
      DatabaseServer server,
      String from,
      Map<Table, String> outboxes,
      long serverId,
      LogQueue queue) {
    this.queue = queue;
    TableLayouts layouts = new TableLayouts(server, outboxes);
    this.assembler = new TransactionAssembler(layouts, part -> queue.put(this, part));
    this.client = LogClients.client(server);
    client.setServerId(serverId);
    // The library asks for the current position unless a name is set.
    client.setBinlogFilename("");
    client.setGtidSet(from);
    client.setKeepAlive(false);
    client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    client.setHeartbeatInterval(HEARTBEAT.toMillis());
    client.setEventDeserializer(deserializer(layouts, true));
    client.registerEventListener(this::take);
    client.registerLifecycleListener(new Lifecycle());
    this.thread = new Thread(this::run, "binlog-" + server.name());
    this.thread.setDaemon(true);
  }

  /** Starts to fill the queue. */
  public void start() {
    queue.open(this);
    thread.start();
  }

  /** How long nothing was heard from the server, heartbeats included. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  /** After how much silence the server counts as gone. */
  public static Duration tooSilent() {
    return HEARTBEAT.multipliedBy(5);
  }

  /** Ends the connection; nothing more gets into the queue. */
  @Override
  public void close() {
    closed = true;
    // First: the library's disconnect waits for the thread, which may be waiting at a full queue.
    thread.interrupt();
    disconnect();
  }

  private void run() {
    try {
      client.connect();
      queue.fail(this, new IOException("the server has ended the connection"));
    } catch (IOException | RuntimeException e) {
      queue.fail(this, e);
    }
  }

  private void take(Event event) {
    heard = System.nanoTime();
    try {
      assembler.take(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      disconnect();
    } catch (RuntimeException e) {
      // The library would log it and go on behind it.
      fail(e);
    }
  }

  private void fail(Exception e) {
    queue.fail(this, e);
    disconnect();
  }

  private void disconnect() {
    try {
      client.disconnect();
    } catch (IOException e) {
      log.debug("The connection to the log ends with a failure", e);
    }
  }

  @SuppressWarnings("rawtypes") // As the library wants them.
  private EventDeserializer deserializer(TableLayouts layouts, boolean outer) {
    Map<Long, TableMapEventData> tables = new RecentTables();
    Map<EventType, EventDataDeserializer> deserializers = new EnumMap<>(EventType.class);
    OutboxRowsDeserializer rows =
        new OutboxRowsDeserializer(tables, layouts, () -> assembler.committedMicros());
    deserializers.put(EventType.WRITE_ROWS, rows);
    deserializers.put(EventType.EXT_WRITE_ROWS, rows);
    deserializers.put(EventType.TABLE_MAP, new TableMapEventDataDeserializer());
    deserializers.put(EventType.QUERY, new QueryEventDataDeserializer());
    deserializers.put(EventType.XID, new XidEventDataDeserializer());
    deserializers.put(EventType.XA_PREPARE, new XAPrepareEventDataDeserializer());
    deserializers.put(EventType.GTID, new GtidEventDataDeserializer());
    deserializers.put(EventType.GTID_TAGGED, new GtidTaggedEventDataDeserializer());
    deserializers.put(EventType.FORMAT_DESCRIPTION, new FormatDescriptionEventDataDeserializer());
    deserializers.put(EventType.ROTATE, new RotateEventDataDeserializer());
    if (outer) {
      deserializers.put(
          EventType.TRANSACTION_PAYLOAD,
          new CompressedTransactionDeserializer(() -> deserializer(layouts, false), this::take));
    }
    EventDeserializer deserializer =
        new EventDeserializer(
            new EventHeaderV4Deserializer(),
            new NullEventDataDeserializer(),
            deserializers,
            tables);
    deserializer.setCompatibilityMode(
        EventDeserializer.CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY,
        EventDeserializer.CompatibilityMode.DATE_AND_TIME_AS_LONG_MICRO);
    return deserializer;
  }

  /** The library tells of failures here and would otherwise go on. */
  private final class Lifecycle extends BinaryLogClient.AbstractLifecycleListener {

    @Override
    public void onCommunicationFailure(@Nullable BinaryLogClient source, @Nullable Exception e) {
      if (!closed && e != null) {
        fail(e);
      }
    }

    @Override
    public void onEventDeserializationFailure(
        @Nullable BinaryLogClient source, @Nullable Exception e) {
      if (!closed && e != null) {
        fail(e);
      }
    }
  }

  /** The tables that the log has named lately. */
  private static final class RecentTables extends LinkedHashMap<Long, TableMapEventData> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, TableMapEventData> eldest) {
      return size() > TABLES;
    }
  }
}
