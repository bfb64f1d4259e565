package dev.outbox.relay.database;

/**
 * How many rows to ask for. Reading stops at a number of bytes, but rows that were asked for and
 * not wanted still cross the network; so the size of the last rows decides how many to ask for
 * next.
 */
final class ReadLimit {

  /** Before the first rows are seen: few enough to be cheap if they are large. */
  private static final int FIRST = 100;

  private final int maxRows;
  private final long maxBytes;
  private int rows;

  ReadLimit(int maxRows, long maxBytes) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.rows = Math.min(FIRST, maxRows);
  }

  int rows() {
    return rows;
  }

  boolean reached(long bytes) {
    return bytes >= maxBytes;
  }

  void learn(int rowsRead, long bytesRead) {
    if (rowsRead > 0) {
      long average = Math.max(1, bytesRead / rowsRead);
      rows = (int) Math.max(1, Math.min(maxRows, maxBytes / average));
    }
  }
}
