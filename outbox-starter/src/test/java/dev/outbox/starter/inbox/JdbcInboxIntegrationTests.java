package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.starter.sample.SampleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@SampleTest
class JdbcInboxIntegrationTests {

  @Autowired private Inbox inbox;
  @Autowired private JdbcClient jdbc;
  @Autowired private HandledIds ids;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcConnectionDetails connection;

  /** Other tests of this context may still have events under way, which are things too. */
  private final String run = UUID.randomUUID() + "/";

  @Test
  void workIsDoneOncePerEventId() {
    assertThat(handleOnce("e-1", () -> insert("a"))).isTrue();
    assertThat(handleOnce("e-1", () -> insert("b"))).isFalse();
    assertThat(handleOnce("E-1", () -> insert("c"))).as("ids are case-sensitive").isTrue();
    assertThat(things()).containsExactly("a", "c");
  }

  @Test
  void failedWorkLeavesNothingAndCanBeDoneAgain() {
    assertThatThrownBy(
            () ->
                handleOnce(
                    "e-1",
                    () -> {
                      insert("a");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(things()).isEmpty();
    assertThat(handleOnce("e-1", () -> insert("b"))).isTrue();
    assertThat(things()).containsExactly("b");
  }

  @Test
  void workAfterTheCommitOfATransactionIsRefused() {
    AtomicReference<Throwable> answer = new AtomicReference<>();
    transaction.executeWithoutResult(
        status ->
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void afterCommit() {
                    try {
                      handleOnce("e-1", () -> insert("a"));
                    } catch (IllegalTransactionStateException e) {
                      answer.set(e);
                    }
                  }
                }));
    assertThat(answer.get()).hasMessageContaining("has ended already");
    assertThat(things()).isEmpty();
    assertThat(handleOnce("e-1", () -> insert("b"))).isTrue();
  }

  @Test
  void transactionManagerOfAnotherDataSourceIsRefused() {
    SingleConnectionDataSource other =
        new SingleConnectionDataSource(
            connection.getJdbcUrl(), connection.getUsername(), connection.getPassword(), true);
    Inbox wrong = new JdbcInbox(ids, new TransactionTemplate(new JdbcTransactionManager(other)));
    try {
      assertThatThrownBy(() -> wrong.handleOnce(run + "e-1", () -> insert("a")))
          .isInstanceOf(IllegalTransactionStateException.class)
          .hasMessageContaining("the transaction manager of its own data source");
    } finally {
      other.destroy();
    }
    assertThat(things()).isEmpty();
    assertThat(handleOnce("e-1", () -> insert("b"))).as("nothing was remembered").isTrue();
  }

  @Test
  void workIsDoneOnceWhenManyConsumersGetTheSameEventAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int event = 0; event < 20; event++) {
        for (int consumer = 0; consumer < 8; consumer++) {
          String id = "e-" + event;
          tasks.add(() -> handleOnce(id, () -> insert(id)));
        }
      }
      int handled = 0;
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        handled += task.get() ? 1 : 0;
      }
      assertThat(handled).isEqualTo(20);
      assertThat(things()).hasSize(20).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean handleOnce(String id, Runnable work) {
    return inbox.handleOnce(run + id, work);
  }

  private void insert(String id) {
    jdbc.sql("INSERT INTO thing (id, text) VALUES (?, '')").param(run + id).update();
  }

  private List<String> things() {
    return jdbc.sql("SELECT id FROM thing WHERE id LIKE CONCAT(?, '%') ORDER BY number")
        .param(run)
        .query((row, number) -> row.getString(1).substring(run.length()))
        .list();
  }
}
