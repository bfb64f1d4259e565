package dev.outbox.localstack;

/** A server that can be killed and started again on the same port and data. Safe for threads. */
interface Server extends AutoCloseable {

  /** Starts the server unless it runs, and waits until it answers. */
  void start();

  /** Asks the server to end and waits for it. Does nothing if it is not running. */
  void stop();

  /** {@code kill -9}. Does nothing if the server is not running. */
  void kill();

  /** The server's process id, another one after each start. */
  long pid();

  /** Kills the server and deletes its data. */
  @Override
  void close();
}
