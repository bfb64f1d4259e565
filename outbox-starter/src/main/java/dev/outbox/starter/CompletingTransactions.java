package dev.outbox.starter;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Remembers which JDBC transactions of a thread have gone past their commit, while callbacks still
 * run: Spring leaves their connections bound meanwhile, and nothing else tells them from live ones.
 * Listens to all transaction managers of the application.
 */
final class CompletingTransactions implements BeanPostProcessor, TransactionExecutionListener {

  private static final ThreadLocal<Set<ConnectionHolder>> COMPLETING =
      ThreadLocal.withInitial(() -> Collections.newSetFromMap(new WeakHashMap<>()));

  static boolean isCompleting(ConnectionHolder holder) {
    return COMPLETING.get().contains(holder);
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof ConfigurableTransactionManager manager) {
      manager.addListener(this);
    }
    return bean;
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    @Nullable ConnectionHolder holder = holder(transaction);
    if (holder != null) {
      COMPLETING.get().add(holder);
    }
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    forget(transaction);
  }

  @Override
  public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
    forget(transaction);
  }

  private static void forget(TransactionExecution transaction) {
    @Nullable ConnectionHolder holder = holder(transaction);
    if (holder != null) {
      COMPLETING.get().remove(holder);
    }
  }

  /** Returns the connection that a transaction commits; null for parts of others. */
  private static @Nullable ConnectionHolder holder(TransactionExecution transaction) {
    return transaction instanceof DefaultTransactionStatus status
            && status.isNewTransaction()
            && status.getTransaction() instanceof JdbcTransactionObjectSupport jdbc
            && jdbc.hasConnectionHolder()
        ? jdbc.getConnectionHolder()
        : null;
  }
}
