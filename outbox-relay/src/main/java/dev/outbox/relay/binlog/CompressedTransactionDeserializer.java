package dev.outbox.relay.binlog;

import com.github.luben.zstd.ZstdInputStream;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Unpacks a transaction that was logged with {@code binlog_transaction_compression=ON}, event by
 * event as it arrives, so that it takes little memory. The library's own would read the rows of
 * every table.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Transaction__payload__event.html">Transaction_payload_event</a>
 */
final class CompressedTransactionDeserializer
    implements EventDataDeserializer<TransactionPayloadEventData> {

  private static final int END_OF_HEADER = 0;
  private static final int COMPRESSION = 2;
  private static final int ZSTD = 0;

  private final Supplier<EventDeserializer> inner;
  private final Consumer<Event> listener;

  /**
   * Gives what it unpacks to a listener.
   *
   * @param inner makes what reads the events of one transaction
   */
  CompressedTransactionDeserializer(Supplier<EventDeserializer> inner, Consumer<Event> listener) {
    this.inner = inner;
    this.listener = listener;
  }

  @Override
  public TransactionPayloadEventData deserialize(ByteArrayInputStream in) throws IOException {
    int compression = ZSTD;
    for (int field = in.readPackedInteger();
        field != END_OF_HEADER;
        field = in.readPackedInteger()) {
      int length = in.readPackedInteger();
      switch (field) {
        case COMPRESSION -> compression = in.readPackedInteger();
        default -> in.skip(length);
      }
    }
    if (compression == ZSTD) {
      try (ZstdInputStream unpacked = new ZstdInputStream(new Packed(in))) {
        read(new ByteArrayInputStream(unpacked));
      }
    } else {
      read(new ByteArrayInputStream(new Packed(in)));
    }
    TransactionPayloadEventData data = new TransactionPayloadEventData();
    data.setUncompressedEvents(new ArrayList<>());
    return data;
  }

  /** The rest of an event, which is all that is packed; the connection stays open after it. */
  private static final class Packed extends FilterInputStream {
    Packed(InputStream in) {
      super(in);
    }

    /** The library's throws at the end. */
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() {
      // The next event comes from the same connection.
    }
  }

  private void read(ByteArrayInputStream in) throws IOException {
    EventDeserializer deserializer = inner.get();
    for (Event event = deserializer.nextEvent(in);
        event != null;
        event = deserializer.nextEvent(in)) {
      listener.accept(event);
    }
  }
}
