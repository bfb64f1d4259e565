package dev.outbox.localstack;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What makes the servers of tests: child processes or containers. Safe for use by threads. */
interface Servers {

  /**
   * A MySQL server on a port of 127.0.0.1, not started yet.
   *
   * @param sql run when the data is made: databases and accounts
   * @param options of mysqld, besides those of all servers
   * @param ready whether the server answers; asked again and again while it starts
   */
  Server mysql(int port, String sql, List<String> options, BooleanSupplier ready);

  /**
   * A Kafka broker on a port of 127.0.0.1, not started yet.
   *
   * @param settings of the broker, besides those of all brokers, or instead of them
   * @param ready whether the broker answers; asked again and again while it starts
   */
  Server kafka(int port, Map<String, String> settings, BooleanSupplier ready);
}
