package dev.outbox.relay.progress;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Rows of one outbox that Kafka has, and that are to be deleted: 24 bytes a row. Not safe for use
 * by several threads.
 */
public final class PublishedRows {

  private final String outbox;
  private long[] positions;
  private long[] ids;
  private int size;

  /** No rows yet. */
  public PublishedRows(String outbox) {
    this(outbox, 16);
  }

  private PublishedRows(String outbox, int capacity) {
    this.outbox = outbox;
    this.positions = new long[capacity];
    this.ids = new long[2 * capacity];
  }

  /** The outbox's name. */
  public String outbox() {
    return outbox;
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  /** Adds a row. */
  public void add(long position, UUID id) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
      ids = Arrays.copyOf(ids, 4 * size);
    }
    positions[size] = position;
    ids[2 * size] = id.getMostSignificantBits();
    ids[2 * size + 1] = id.getLeastSignificantBits();
    size++;
  }

  /** The place of a row in its table. */
  public long position(int index) {
    return positions[index];
  }

  /** The id of a row's event. */
  public UUID id(int index) {
    return new UUID(ids[2 * index], ids[2 * index + 1]);
  }

  /** Returns the rows as a set of its own. */
  public Set<RowKey> keys() {
    Set<RowKey> keys = new HashSet<>();
    for (int i = 0; i < size; i++) {
      keys.add(new RowKey(position(i), id(i)));
    }
    return keys;
  }

  /** Positions as runs of neighbours, which they mostly are, then 16 bytes an id. */
  void write(DataOutputStream out) throws IOException {
    out.writeUTF(outbox);
    out.writeInt(size);
    for (int from = 0; from < size; ) {
      int to = from + 1;
      while (to < size && positions[to] == positions[to - 1] + 1) {
        to++;
      }
      out.writeLong(positions[from]);
      out.writeInt(to - from);
      from = to;
    }
    ByteBuffer bytes = ByteBuffer.allocate(2 * size * Long.BYTES);
    bytes.asLongBuffer().put(ids, 0, 2 * size);
    out.write(bytes.array());
  }

  static PublishedRows read(DataInputStream in) throws IOException {
    String outbox = in.readUTF();
    int size = in.readInt();
    PublishedRows rows = new PublishedRows(outbox, Math.max(1, size));
    while (rows.size < size) {
      long position = in.readLong();
      int run = in.readInt();
      for (int i = 0; i < run; i++) {
        rows.positions[rows.size++] = position + i;
      }
    }
    for (int index = 0; index < 2 * size; index++) {
      rows.ids[index] = in.readLong();
    }
    return rows;
  }
}
