package dev.outbox.relay.binlog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Notices that a server's name stands for another address than the one that the log is read from:
 * after a failover the old primary may live on, quiet, and hold the connection. Asks the name
 * service, never MySQL. Used by one thread.
 */
final class ServerAddress {

  /** Java remembers an answer for as long. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  /** A name that stands for several addresses may answer with some of them at a time. */
  static final int MISSES = 3;

  /** Gives the addresses that a name stands for. */
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private final String host;
  private final Names names;
  private final long intervalNanos;
  private long due = System.nanoTime();
  private volatile int misses;

  ServerAddress(String host, Names names, Duration interval) {
    this.host = host;
    this.names = names;
    this.intervalNanos = interval.toNanos();
  }

  /**
   * Looks from time to time, in the background: an answer may take long.
   *
   * @param connected the address that the log is read from
   * @throws IOException if an earlier look has shown that the name stands for others
   */
  void check(InetAddress connected) throws IOException {
    if (misses >= MISSES) {
      throw new IOException("%s is not %s any more".formatted(host, connected.getHostAddress()));
    }
    if (System.nanoTime() - due >= 0) {
      due = System.nanoTime() + intervalNanos;
      CompletableFuture<Void> ignored = CompletableFuture.runAsync(() -> look(connected));
    }
  }

  private void look(InetAddress connected) {
    try {
      misses = Arrays.asList(names.of(host)).contains(connected) ? 0 : misses + 1;
    } catch (UnknownHostException e) {
      // The name service may be away; the server is not for that reason.
      misses = 0;
    }
  }
}
