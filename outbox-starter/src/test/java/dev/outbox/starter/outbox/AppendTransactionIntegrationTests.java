package dev.outbox.starter.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingNoticed;
import dev.outbox.starter.validation.ValidationAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An event is appended to the live transaction of the outbox's own data source, or not at all. */
@SampleTest
@Import(AppendTransactionIntegrationTests.Listeners.class)
class AppendTransactionIntegrationTests {

  @Autowired private Outbox outbox;
  @Autowired private TransactionTemplate transaction;
  @Autowired private PlatformTransactionManager manager;
  @Autowired private JdbcClient jdbc;
  @Autowired private ApplicationEventPublisher publisher;
  @Autowired private JdbcConnectionDetails connection;

  private final String key = UUID.randomUUID().toString();

  /** What callbacks got for their attempts to append: null if the event was taken. */
  private final List<@Nullable Throwable> answers = new ArrayList<>();

  @Test
  void listenerAfterCommitIsRefused() {
    transaction.executeWithoutResult(
        status -> publisher.publishEvent(new AfterCommit(this::append)));
    assertRefused("has ended already");
  }

  @Test
  void listenerAfterRollbackIsRefused() {
    transaction.executeWithoutResult(
        status -> {
          publisher.publishEvent(new AfterRollback(this::append));
          status.setRollbackOnly();
        });
    assertRefused("has ended already");
  }

  @Test
  void synchronizationAfterCommitIsRefused() {
    transaction.executeWithoutResult(status -> register(synchronization(this::append, any -> {})));
    assertRefused("has ended already");
  }

  @Test
  void synchronizationAfterCompletionIsRefused() {
    for (boolean rollback : List.of(true, false)) {
      transaction.executeWithoutResult(
          status -> {
            register(synchronization(() -> {}, any -> append()));
            if (rollback) {
              status.setRollbackOnly();
            }
          });
    }
    assertThat(answers).hasSize(2).allSatisfy(answer -> assertThat(answer).isNotNull());
    assertThat(appended()).isZero();
  }

  @Test
  void newTransactionAfterCommitIsAppendedTo() {
    transaction.executeWithoutResult(
        status ->
            register(
                synchronization(
                    () -> {
                      requiresNew().executeWithoutResult(own -> append());
                      append();
                    },
                    any -> {})));
    assertThat(answers.get(0)).isNull();
    assertThat(answers.get(1)).as("after the new transaction").isNotNull();
    assertThat(appended()).isEqualTo(1);
  }

  @Test
  void listenerBeforeCommitAppends() {
    transaction.executeWithoutResult(
        status -> publisher.publishEvent(new BeforeCommit(this::append)));
    assertThat(answers).containsExactly((Throwable) null);
    assertThat(appended()).isEqualTo(1);
  }

  @Test
  void transactionOfAnotherDataSourceIsRefused() {
    SingleConnectionDataSource other = otherDataSource();
    try {
      new TransactionTemplate(new JdbcTransactionManager(other))
          .executeWithoutResult(
              status -> {
                jdbc.sql("SELECT 1").query(Integer.class).single();
                append();
                status.setRollbackOnly();
              });
    } finally {
      other.destroy();
    }
    assertRefused("another data source");
  }

  @Test
  void transactionOfAnotherDataSourceWithinIsNoHindrance() {
    SingleConnectionDataSource other = otherDataSource();
    try {
      JdbcTransactionManager managerOfOther = new JdbcTransactionManager(other);
      transaction.executeWithoutResult(
          status -> {
            new TransactionTemplate(managerOfOther).executeWithoutResult(inner -> append());
            append();
          });
    } finally {
      other.destroy();
    }
    assertThat(answers).containsExactly(null, null);
    assertThat(appended()).isEqualTo(2);
  }

  @Test
  void connectionThatIsNeverCommittedIsRefused() {
    try (HikariDataSource manual = new HikariDataSource()) {
      manual.setJdbcUrl(connection.getJdbcUrl());
      manual.setUsername(connection.getUsername());
      manual.setPassword(connection.getPassword());
      manual.setAutoCommit(false);
      SingleConnectionDataSource other = otherDataSource();
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ValidationAutoConfiguration.class, OutboxAutoConfiguration.class))
          .withBean(DataSource.class, () -> manual)
          .run(
              context -> {
                Outbox ofManual = context.getBean(Outbox.class);
                new TransactionTemplate(new JdbcTransactionManager(other))
                    .executeWithoutResult(
                        status -> {
                          new JdbcTemplate(manual).queryForObject("SELECT 1", Integer.class);
                          append(ofManual);
                        });
              });
      other.destroy();
    }
    assertRefused("another data source");
  }

  @Test
  void transactionThatIsMarkedForRollbackIsRefused() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    outer -> {
                      transaction.executeWithoutResult(TransactionExecution::setRollbackOnly);
                      append();
                    }))
        .hasMessageContaining("rollback-only");
    assertRefused("marked for rollback");
  }

  @Test
  void readOnlyTransactionIsRefused() {
    TransactionTemplate readOnly = new TransactionTemplate(manager);
    readOnly.setReadOnly(true);
    readOnly.executeWithoutResult(status -> append());
    assertRefused("read-only");
  }

  private void append() {
    append(outbox);
  }

  private void append(Outbox target) {
    try {
      target.append(new ThingNoticed(key));
      answers.add(null);
    } catch (RuntimeException e) {
      answers.add(e);
    }
  }

  private void assertRefused(String why) {
    assertThat(answers)
        .singleElement()
        .satisfies(
            answer ->
                assertThat(answer)
                    .isInstanceOf(IllegalTransactionStateException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("test.ThingNoticed.v1 was not appended"));
    assertThat(appended()).isZero();
  }

  private int appended() {
    return jdbc.sql("SELECT COUNT(*) FROM outbox_event WHERE aggregateid = ?")
        .param(key)
        .query(Integer.class)
        .single();
  }

  private TransactionTemplate requiresNew() {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return template;
  }

  private SingleConnectionDataSource otherDataSource() {
    return new SingleConnectionDataSource(
        connection.getJdbcUrl(), connection.getUsername(), connection.getPassword(), true);
  }

  private static void register(TransactionSynchronization synchronization) {
    TransactionSynchronizationManager.registerSynchronization(synchronization);
  }

  private static TransactionSynchronization synchronization(
      Runnable afterCommit, Consumer<Integer> afterCompletion) {
    return new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        afterCommit.run();
      }

      @Override
      public void afterCompletion(int status) {
        afterCompletion.accept(status);
      }
    };
  }

  record AfterCommit(Runnable work) {}

  record AfterRollback(Runnable work) {}

  record BeforeCommit(Runnable work) {}

  @TestConfiguration(proxyBeanMethods = false)
  static class Listeners {

    @Bean
    PhaseListeners phaseListeners() {
      return new PhaseListeners();
    }
  }

  static class PhaseListeners {

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(AfterCommit event) {
      event.work().run();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
    void on(AfterRollback event) {
      event.work().run();
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(BeforeCommit event) {
      event.work().run();
    }
  }
}
