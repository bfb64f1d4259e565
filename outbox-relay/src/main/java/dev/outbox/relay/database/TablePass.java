package dev.outbox.relay.database;

import dev.outbox.relay.database.OutboxTable.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One pass over a table, from its lowest row on, batch by batch, within one consistent snapshot. It
 * only goes up, so what it has given need not be deleted before it is over. What is committed
 * meanwhile it does not see, at whatever position: so no later event of a key can come before an
 * earlier one that was committed behind the pass. Used by one thread; to be closed soon, since the
 * server keeps deleted rows for as long as a snapshot may want them.
 *
 * <p>{@code START TRANSACTION WITH CONSISTENT SNAPSHOT}: MySQL Reference Manual, "Consistent
 * Nonlocking Reads".
 */
public final class TablePass implements AutoCloseable {

  private final OutboxTable table;
  private final Runnable ended;
  private final Connection connection;
  private final JdbcClient jdbc;
  private final long started = System.nanoTime();
  private @Nullable Long position;

  /**
   * Takes the snapshot.
   *
   * @param connection closed with the pass
   * @param ended called once, when the pass is over
   */
  TablePass(OutboxTable table, Connection connection, Runnable ended) throws SQLException {
    this.table = table;
    this.ended = ended;
    this.connection = connection;
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  /**
   * Reads the next rows, except those of some keys.
   *
   * @throws dev.outbox.relay.outbox.SourceException if that does not work now; then the pass is of
   *     no use any more
   */
  public Rows next(Collection<String> exceptKeys) {
    Rows rows = table.readOn(jdbc, position, exceptKeys);
    if (!rows.events().isEmpty()) {
      position = rows.events().get(rows.events().size() - 1).position();
    }
    return rows;
  }

  /** How long ago it began. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Gives the snapshot up. */
  @Override
  public void close() {
    try (connection) {
      execute("ROLLBACK");
    } catch (SQLException gone) {
      // With the connection the snapshot is gone, too.
    } finally {
      ended.run();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
