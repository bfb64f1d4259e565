package dev.outbox.relay.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The messages of MySQL's protocol, each to be read as it arrives. The library would collect those
 * that are longer than a packet (16 MB) in memory, twice, also where they are skipped. Used by one
 * thread.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html">MySQL
 *     Packets</a>
 */
final class PacketStream extends InputStream {

  private static final int HEADER = 4;
  private static final int LONGEST = 0xFFFFFF;

  /** The connection was lost, which is no fault of what was read. */
  static final class LostException extends IOException {
    LostException(IOException cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
  }

  private final InputStream in;
  private final Runnable heard;
  private int left;
  private boolean continued;

  /**
   * Begins before the first message.
   *
   * @param in what the server sends; buffered
   * @param heard called whenever something was received
   */
  PacketStream(InputStream in, Runnable heard) {
    this.in = in;
    this.heard = heard;
  }

  /**
   * Goes to the next message; skips what was not read of this one.
   *
   * @throws LostException if the server has ended the connection
   */
  void next() throws IOException {
    while (hasMore()) {
      skipPacket();
    }
    header();
  }

  @Override
  public int read() throws IOException {
    if (!hasMore()) {
      return -1;
    }
    left--;
    return receive();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    try {
      int read = in.read(bytes, offset, Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the server has ended the connection");
      }
      left -= read;
      heard.run();
      return read;
    } catch (IOException e) {
      throw new LostException(e);
    }
  }

  private boolean hasMore() throws IOException {
    while (left == 0 && continued) {
      header();
    }
    return left > 0;
  }

  private void header() throws IOException {
    int length = 0;
    for (int i = 0; i < HEADER; i++) {
      int value = receive();
      // The fourth byte counts packets.
      length |= i < HEADER - 1 ? value << (8 * i) : 0;
    }
    left = length;
    continued = length == LONGEST;
    heard.run();
  }

  private void skipPacket() throws IOException {
    byte[] bytes = new byte[Math.min(left, 8_192)];
    while (left > 0) {
      read(bytes, 0, bytes.length);
    }
  }

  private int receive() throws IOException {
    try {
      int value = in.read();
      if (value < 0) {
        throw new EOFException("the server has ended the connection");
      }
      return value;
    } catch (IOException e) {
      throw new LostException(e);
    }
  }
}
