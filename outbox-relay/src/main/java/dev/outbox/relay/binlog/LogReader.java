package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeader;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.FormatDescriptionEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XAPrepareEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import dev.outbox.relay.binlog.OutboxRows.Kind;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.outbox.Table;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

  /** Marks an event that may be skipped by those that do not know it. */
  private static final int IGNORABLE = 0x80;

  private static final int OK = 0;
  private static final int ERROR = 0xFF;
  private static final int BUFFER = 64 * 1024;

  private final BinaryLogClient client;
  private final EventDeserializer events;
  private final LogQueue queue;
  private final TableLayouts layouts;
  private final ServerAddress address;
  private final TransactionAssembler assembler;
  private final Thread thread;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable Socket socket;
  private volatile boolean wasIdle;

  /**
   * Connects when it is started.
   *
   * <p>Asks the server how it compares names, and throws {@link
   * dev.outbox.relay.outbox.SourceException} if it does not answer.
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
    OutboxTables tables = new OutboxTables(outboxes, new ServerFacts(server).ignoresCase());
    this.address =
        new ServerAddress(
            server.host().getHost(), InetAddress::getAllByName, ServerAddress.INTERVAL);
    this.layouts = new TableLayouts(server, tables);
    this.assembler = new TransactionAssembler(tables, part -> queue.put(this, part));
    this.events = deserializer(true);
    this.client = LogClients.client(server, made -> socket = made);
    client.setServerId(serverId);
    // The library asks for the current position unless a name is set.
    client.setBinlogFilename("");
    client.setGtidSet(from);
    client.setKeepAlive(false);
    client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    client.setHeartbeatInterval(HEARTBEAT.toMillis());
    // The library finds out how events are checked, and tells it.
    client.setEventDeserializer(events);
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

  /** Whether the server has had nothing to send for a moment since this is connected. */
  public boolean wasIdle() {
    return wasIdle;
  }

  /** Ends the connection; nothing more gets into the queue. */
  @Override
  public void close() {
    // First: the library's disconnect waits for the thread, which may be waiting at a full queue.
    thread.interrupt();
    disconnect();
  }

  @SuppressWarnings("CatchAllThrowable") // A thread that ends without a word would look like quiet.
  private void run() {
    try {
      client.connect();
      queue.fail(this, new IOException("the server has ended the connection"));
    } catch (Throwable e) {
      queue.fail(this, e);
    }
  }

  /**
   * In place of the library, which would keep whole messages in memory, and go on after failures.
   */
  private void read() {
    try {
      Socket connected = Objects.requireNonNull(socket);
      InputStream in = new BufferedInputStream(connected.getInputStream(), BUFFER);
      PacketStream packets = new PacketStream(in, () -> heard = System.nanoTime());
      while (true) {
        packets.next();
        int status = packets.read();
        if (status != OK) {
          throw refusal(status, packets);
        }
        Event event = events.nextEvent(new ByteArrayInputStream(packets));
        if (event == null) {
          throw new IOException("the server has sent an empty event");
        }
        take(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      queue.fail(this, e);
    }
    disconnect();
  }

  private static IOException refusal(int status, PacketStream packets) throws IOException {
    if (status != ERROR) {
      return new IOException("the server has ended the log");
    }
    ErrorPacket error = new ErrorPacket(packets.readAllBytes());
    return new ServerException(error.getErrorMessage(), error.getErrorCode(), error.getSqlState());
  }

  private void idle() throws IOException {
    wasIdle = true;
    Socket connected = socket;
    if (connected != null) {
      address.check(connected.getInetAddress());
    }
  }

  private void take(Event event) throws IOException, InterruptedException {
    switch (event.getHeader().getEventType()) {
      case FORMAT_DESCRIPTION, ROTATE -> layouts.forget();
      case HEARTBEAT, HEARTBEAT_V2 -> idle();
      case UNKNOWN -> requireIgnorable(event.getHeader());
      default -> assembler.take(event);
    }
  }

  private static void requireIgnorable(EventHeader header) {
    if (header instanceof EventHeaderV4 known && (known.getFlags() & IGNORABLE) == 0) {
      throw new IllegalStateException("an event of a kind that came after this relay");
    }
  }

  private void takeUnpacked(Event event) {
    try {
      take(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a transaction was unpacked", e);
    }
  }

  private void disconnect() {
    try {
      client.disconnect();
    } catch (IOException e) {
      log.debug("The connection to the log ends with a failure", e);
    }
  }

  @SuppressWarnings("rawtypes") // As the library wants them.
  private EventDeserializer deserializer(boolean outer) {
    Map<Long, TableMapEventData> tables = new RecentTables();
    Map<EventType, EventDataDeserializer> deserializers = new EnumMap<>(EventType.class);
    deserializers.put(
        EventType.WRITE_ROWS, new OutboxRowsDeserializer(tables, layouts, assembler, false));
    deserializers.put(
        EventType.EXT_WRITE_ROWS, new OutboxRowsDeserializer(tables, layouts, assembler, true));
    EventDataDeserializer updated = changed(Kind.UPDATED, tables);
    deserializers.put(EventType.UPDATE_ROWS, updated);
    deserializers.put(EventType.EXT_UPDATE_ROWS, updated);
    deserializers.put(EventType.PARTIAL_UPDATE_ROWS_EVENT, updated);
    EventDataDeserializer deleted = changed(Kind.DELETED, tables);
    deserializers.put(EventType.DELETE_ROWS, deleted);
    deserializers.put(EventType.EXT_DELETE_ROWS, deleted);
    deserializers.put(EventType.TABLE_MAP, new TableMapEventDataDeserializer());
    deserializers.put(EventType.QUERY, new StatementDeserializer());
    deserializers.put(EventType.XID, new XidEventDataDeserializer());
    deserializers.put(EventType.XA_PREPARE, new XAPrepareEventDataDeserializer());
    deserializers.put(EventType.GTID, new GtidEventDataDeserializer());
    deserializers.put(EventType.GTID_TAGGED, new GtidTaggedEventDataDeserializer());
    deserializers.put(EventType.FORMAT_DESCRIPTION, new FormatDescriptionEventDataDeserializer());
    deserializers.put(EventType.ROTATE, new RotateEventDataDeserializer());
    if (outer) {
      deserializers.put(
          EventType.TRANSACTION_PAYLOAD,
          new CompressedTransactionDeserializer(() -> deserializer(false), this::takeUnpacked));
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

  private ChangedRowsDeserializer changed(Kind kind, Map<Long, TableMapEventData> tables) {
    return new ChangedRowsDeserializer(
        kind,
        tableId -> {
          TableMapEventData table = tables.get(tableId);
          return table == null ? null : layouts.outbox(table);
        });
  }

  /** The library has connected and asked for the log. */
  private final class Lifecycle extends BinaryLogClient.AbstractLifecycleListener {
    @Override
    public void onConnect(@Nullable BinaryLogClient source) {
      read();
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
