package dev.outbox.relay.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.ParkedKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Progress as records of the topic. Keys are {@code SERVER} for how far it is, {@code
 * SERVER/rows/SEQUENCE} for the rows of a transaction, {@code SERVER/parked/OUTBOX/KEY} for a
 * parked key; names of servers and outboxes have no slash. Values are JSON, except rows.
 */
public final class ProgressRecords {

  /** Records of earlier versions lack what was added since. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final byte ROWS_VERSION = 1;
  private static final String ROWS = "/rows/";
  private static final String PARKED = "/parked/";

  private final String topic;
  private final int partition;
  private final String server;

  /** Records of one server. */
  public ProgressRecords(String topic, int partition, String server) {
    this.topic = topic;
    this.partition = partition;
    this.server = server;
  }

  /** How far the server is. */
  public ProducerRecord<byte[], byte[]> server(ServerProgress progress) {
    return record(server, JSON.writeValueAsBytes(progress));
  }

  /** The rows of a transaction. */
  public ProducerRecord<byte[], byte[]> rows(long sequence, List<PublishedRows> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(ROWS_VERSION);
      out.writeInt(rows.size());
      for (PublishedRows each : rows) {
        each.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record(server + ROWS + sequence, bytes.toByteArray());
  }

  /** The rows of a transaction are deleted. */
  public ProducerRecord<byte[], byte[]> rowsDeleted(long sequence) {
    return record(server + ROWS + sequence, null);
  }

  /** A key is parked. */
  public ProducerRecord<byte[], byte[]> parked(ParkedKey key) {
    return record(parkedKey(key), JSON.writeValueAsBytes(key));
  }

  /** A key is not parked any more. */
  public ProducerRecord<byte[], byte[]> released(ParkedKey key) {
    return record(parkedKey(key), null);
  }

  private String parkedKey(ParkedKey key) {
    return server + PARKED + key.outbox() + "/" + key.key();
  }

  private ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value);
  }

  /** The server that a record is about. */
  static String serverOf(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  /** The sequence of a record with rows; null if it is of another kind. */
  static @Nullable Long sequenceOf(String key) {
    int rows = key.indexOf(ROWS);
    return rows >= 0 && rows == key.indexOf('/')
        ? Long.valueOf(key.substring(rows + ROWS.length()))
        : null;
  }

  static boolean isParked(String key) {
    int parked = key.indexOf(PARKED);
    return parked >= 0 && parked == key.indexOf('/');
  }

  static ServerProgress readServer(byte[] value) {
    return JSON.readValue(value, ServerProgress.class);
  }

  static ParkedKey readParked(byte[] value) {
    return JSON.readValue(value, ParkedKey.class);
  }

  static List<PublishedRows> readRows(byte[] value) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      byte version = in.readByte();
      if (version != ROWS_VERSION) {
        throw new IllegalStateException(
            "Progress of version %d, this relay knows %d: start a newer relay"
                .formatted(version, ROWS_VERSION));
      }
      int outboxes = in.readInt();
      List<PublishedRows> rows = new ArrayList<>(outboxes);
      for (int i = 0; i < outboxes; i++) {
        rows.add(PublishedRows.read(in));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
