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

  /** Gives the addresses that a name stands for. */
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private final String host;
  private final Names names;
  private final long intervalNanos;
  private long due = System.nanoTime();
  private volatile boolean moved;

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
    if (moved) {
      throw new IOException("%s is not %s any more".formatted(host, connected.getHostAddress()));
    }
    if (System.nanoTime() - due >= 0) {
      due = System.nanoTime() + intervalNanos;
      CompletableFuture<Void> ignored = CompletableFuture.runAsync(() -> look(connected));
    }
  }

  private void look(InetAddress connected) {
    try {
      moved = !Arrays.asList(names.of(host)).contains(connected);
    } catch (UnknownHostException e) {
      // The name service may be away; the server is not for that reason.
      moved = false;
    }
  }
}
