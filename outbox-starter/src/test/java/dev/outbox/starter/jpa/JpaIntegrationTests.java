package dev.outbox.starter.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.inbox.EventHandler;
import dev.outbox.starter.outbox.Outbox;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingNoticed;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox and the inbox of an application that keeps its state with Hibernate. */
@ServiceTest
@TestPropertySource(
    properties = {
      "spring.application.name=jpa",
      "spring.flyway.enabled=false",
      "spring.jpa.hibernate.ddl-auto=update",
      "spring.jpa.open-in-view=false",
      "outbox.validation.enabled=false",
      "outbox.inbox.topics=thing-events",
      "outbox.inbox.retry.initial-delay=1m",
      "server.address=127.0.0.1",
      "logging.level.org.apache.kafka=WARN"
    })
class JpaIntegrationTests {

  @Autowired private Outbox outbox;
  @Autowired private EntityManager entities;
  @Autowired private PlatformTransactionManager manager;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private ServiceProbe service;
  @Autowired private ApplicationEventPublisher publisher;

  private final String id = UUID.randomUUID().toString();

  @Test
  void entityAndEventCommitTogether() {
    assertThat(manager).isInstanceOf(JpaTransactionManager.class);
    transaction.executeWithoutResult(
        status -> {
          entities.persist(new Account(id, null));
          outbox.append(new ThingNoticed(id));
        });
    assertThat(accounts()).isEqualTo(1);
    assertThat(appended()).isEqualTo(1);
  }

  @Test
  void eventOfATransactionThatIsRolledBackIsGone() {
    transaction.executeWithoutResult(
        status -> {
          entities.persist(new Account(id, null));
          outbox.append(new ThingNoticed(id));
          status.setRollbackOnly();
        });
    assertThat(accounts()).isZero();
    assertThat(appended()).isZero();
  }

  @Test
  void eventOfACommitThatFailsIsGone() {
    String holder = "holder of " + id;
    transaction.executeWithoutResult(
        status -> entities.persist(new Account("first " + id, holder)));
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      entities.persist(new Account(id, holder));
                      outbox.append(new ThingNoticed(id));
                    }))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(appended()).isZero();
  }

  @Test
  void eventOfAStaleEntityIsGone() {
    transaction.executeWithoutResult(status -> entities.persist(new Versioned(id)));
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      entities.find(Versioned.class, id).balance = 1;
                      requiresNew()
                          .executeWithoutResult(
                              other -> entities.find(Versioned.class, id).balance = 2);
                      outbox.append(new ThingNoticed(id));
                    }))
        .isInstanceOf(OptimisticLockingFailureException.class);
    assertThat(appended()).isZero();
  }

  @Test
  void readOnlyTransactionIsRefused() {
    TransactionTemplate readOnly = new TransactionTemplate(manager);
    readOnly.setReadOnly(true);
    assertThatThrownBy(
            () -> readOnly.executeWithoutResult(status -> outbox.append(new ThingNoticed(id))))
        .isInstanceOf(IllegalTransactionStateException.class)
        .hasMessageContaining("read-only");
    assertThat(appended()).isZero();
  }

  @Test
  void listenerAfterCommitIsRefused() {
    Attempt attempt = new Attempt(id);
    transaction.executeWithoutResult(status -> publisher.publishEvent(attempt));
    assertThat(attempt.failure())
        .isCompletedWithValueMatching(
            failure -> failure.getMessage().contains("has ended already"));
    assertThat(appended()).isZero();
  }

  /** So the order of events of one aggregate is not that of the commits, unless it is flushed. */
  @Test
  void appendDoesNotFlushAndSoDoesNotLock() throws Exception {
    transaction.executeWithoutResult(status -> entities.persist(new Account(id, null)));
    transaction.executeWithoutResult(
        status -> {
          entities.find(Account.class, id).balance = 1;
          outbox.append(new ThingNoticed(id));
          // Another transaction overtakes this one, although its event is appended later.
          changeElsewhere(false).join();
        });
    assertThat(appended()).isEqualTo(2);
  }

  @Test
  void flushBeforeAppendKeepsTheOrderOfTheCommits() {
    transaction.executeWithoutResult(status -> entities.persist(new Account(id, null)));
    CompletableFuture<Void> other =
        transaction.execute(
            status -> {
              entities.find(Account.class, id).balance = 1;
              entities.flush();
              outbox.append(new ThingNoticed(id));
              CompletableFuture<Void> waiting = changeElsewhere(true);
              awaitLockWait();
              assertThat(waiting).isNotDone();
              return waiting;
            });
    assertThat(other).succeedsWithin(ServiceProbe.LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(appended()).isEqualTo(2);
  }

  @Test
  void pessimisticLockBeforeAppendKeepsTheOrderOfTheCommits() {
    transaction.executeWithoutResult(status -> entities.persist(new Account(id, null)));
    CompletableFuture<Void> other =
        transaction.execute(
            status -> {
              entities.find(Account.class, id, LockModeType.PESSIMISTIC_WRITE).balance = 1;
              outbox.append(new ThingNoticed(id));
              CompletableFuture<Void> waiting = changeElsewhere(true);
              awaitLockWait();
              assertThat(waiting).isNotDone();
              return waiting;
            });
    assertThat(other).succeedsWithin(ServiceProbe.LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void constraintThatFailsAtTheFlushParksItsKeyOnly() {
    String holder = "holder of " + id;
    service.publisher().publish(new ThingHappened("first " + id, holder));
    service.publisher().publish(new ThingHappened("second " + id, holder));
    service.publisher().publish(new ThingHappened("second " + id, "behind of " + id));
    service.publisher().publish(new ThingHappened("third " + id, "another of " + id));
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("account WHERE id = ?", "first " + id) == 1);
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("account WHERE id = ?", "third " + id) == 1);
    await()
        .atMost(ServiceProbe.LONG)
        .until(() -> service.count("inbox_parked WHERE parked_key = ?", "second " + id) == 2);
    assertThat(service.count("account WHERE id = ?", "second " + id)).isZero();
    assertThat(service.outboxTypes("third " + id)).hasSize(1);
    assertThat(service.outboxTypes("second " + id)).isEmpty();
  }

  /** Changes the account in a thread of its own, and appends an event. */
  private CompletableFuture<Void> changeElsewhere(boolean flush) {
    return CompletableFuture.runAsync(
        () ->
            transaction.executeWithoutResult(
                status -> {
                  entities.find(Account.class, id).balance = 2;
                  if (flush) {
                    entities.flush();
                  }
                  outbox.append(new ThingNoticed(id));
                }));
  }

  private void awaitLockWait() {
    await()
        .atMost(ServiceProbe.LONG)
        .until(
            () ->
                jdbc.sql(
                            """
                            SELECT COUNT(*) FROM information_schema.processlist
                            WHERE id <> CONNECTION_ID() AND command = 'Query'
                              AND info LIKE '%account%'
                            """)
                        .query(Integer.class)
                        .single()
                    > 0);
  }

  private TransactionTemplate requiresNew() {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return template;
  }

  private int accounts() {
    return service.count("account WHERE id = ?", id);
  }

  private int appended() {
    return service.count("outbox_event WHERE aggregateid = ?", id);
  }

  /** Asks to append after the commit. */
  record Attempt(String key, CompletableFuture<Throwable> failure) {

    Attempt(String key) {
      this(key, new CompletableFuture<>());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = Account.class)
  static class Application {

    @Bean
    Accounts accountHandlers(EntityManager entities, Outbox outbox) {
      return new Accounts(entities, outbox);
    }
  }

  /** Leaves it to the commit to write the entity. */
  static class Accounts {

    private final EntityManager entities;
    private final Outbox outbox;

    Accounts(EntityManager entities, Outbox outbox) {
      this.entities = entities;
      this.outbox = outbox;
    }

    @EventHandler
    void on(ThingHappened event) {
      entities.persist(new Account(event.thingId(), event.text()));
      outbox.append(new ThingNoticed(event.thingId()));
    }

    @TransactionalEventListener
    void on(Attempt attempt) {
      try {
        outbox.append(new ThingNoticed(attempt.key()));
        attempt.failure().complete(new AssertionError("It was appended"));
      } catch (IllegalTransactionStateException e) {
        attempt.failure().complete(e);
      }
    }
  }
}
