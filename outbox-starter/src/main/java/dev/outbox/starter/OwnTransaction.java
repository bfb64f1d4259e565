package dev.outbox.starter;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Checks that the calling thread is in a transaction of one data source that can still commit: what
 * is written outside of it would commit, or be lost, without the state that it belongs to.
 * Thread-safe.
 */
public final class OwnTransaction {

  private final DataSource dataSource;
  private final Begun begun;

  /**
   * Creates a check.
   *
   * @param dataSource whose transactions count; a proxy that joins transactions stands for the data
   *     source behind it
   */
  public OwnTransaction(DataSource dataSource) {
    this.dataSource = unwrapped(dataSource);
    this.begun = new Begun(this.dataSource);
  }

  private static DataSource unwrapped(DataSource dataSource) {
    return dataSource instanceof TransactionAwareDataSourceProxy proxy
            && proxy.getTargetDataSource() != null
        ? proxy.getTargetDataSource()
        : dataSource;
  }

  /**
   * Requires such a transaction.
   *
   * @param what what is not done without one, as the subject and verb of a sentence: "X was not
   *     appended"
   * @throws IllegalTransactionStateException with what was found instead, and what to do
   */
  public void require(String what) {
    @Nullable String problem = problem();
    if (problem != null) {
      throw new IllegalTransactionStateException(problem + ", so " + what);
    }
  }

  private @Nullable String problem() {
    @Nullable ConnectionHolder holder = holder();
    if (holder == null || !TransactionSynchronizationManager.isActualTransactionActive()) {
      return "No transaction is running on the data source of the outbox";
    }
    if (CompletingTransactions.isCompleting(holder)
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      return "The transaction has ended already (this is called by a listener or a synchronization"
          + " that runs after it)";
    }
    if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      return "The transaction is read-only";
    }
    if (holder.isRollbackOnly()) {
      return "The transaction is marked for rollback and cannot commit";
    }
    if (!isBegun(holder)) {
      return "The running transaction is of another data source or resource: its manager does not"
          + " commit the connection of the outbox";
    }
    return null;
  }

  private @Nullable ConnectionHolder holder() {
    return TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder c
        ? c
        : null;
  }

  /**
   * Tells whether a transaction manager will commit the connection. One that JDBC code has only
   * fetched while another manager's transaction was running is bound to the thread, too; managers
   * of JPA bind theirs without that mark.
   */
  private boolean isBegun(ConnectionHolder holder) {
    if (holder.isSynchronizedWithTransaction() && !begun.isBegun()) {
      return false;
    }
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return !connection.getAutoCommit();
    } catch (SQLException e) {
      return true; // The connection is lost; the statement that comes next says so.
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  /** Asks as a transaction manager would, and does nothing. */
  private static final class Begun extends DataSourceTransactionManager {

    private static final long serialVersionUID = 1L;

    Begun(DataSource dataSource) {
      super(dataSource);
    }

    boolean isBegun() {
      return isExistingTransaction(doGetTransaction());
    }
  }
}
