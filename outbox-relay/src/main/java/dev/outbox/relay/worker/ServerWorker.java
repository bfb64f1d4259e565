package dev.outbox.relay.worker;

import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.group.Membership;
import dev.outbox.relay.group.NotOwnerException;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.progress.ForgetfulTopicException;
import dev.outbox.relay.publish.PublishException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one database server: waits until this relay owns it, takes it over, works, and
 * starts over after whatever goes wrong. It is the only one that publishes for the server.
 */
final class ServerWorker {

  private static final Logger log = LoggerFactory.getLogger(ServerWorker.class);

  private static final Duration FIRST_TROUBLE_PAUSE = Duration.ofMillis(100);
  private static final long STANDBY_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final ServerSetup setup;
  private final Takeover takeover;
  private final Membership membership;
  private final List<OutboxStatus> statuses;
  private final LogQueue queue;
  private final BackOff trouble;
  private final Commands commands;
  private final Thread thread;
  private volatile boolean stopping;
  private @Nullable OwnedServer owned;

  /** Why the owned server is of no use any more. */
  private @Nullable PublishException lost;

  ServerWorker(
      ServerSetup setup,
      Takeover takeover,
      Membership membership,
      List<OutboxStatus> statuses,
      LogQueue queue) {
    this.setup = setup;
    this.takeover = takeover;
    this.membership = membership;
    this.statuses = List.copyOf(statuses);
    this.queue = queue;
    this.commands = new Commands(ANSWER, queue::wake);
    this.trouble = new BackOff(FIRST_TROUBLE_PAUSE, setup.errorCeiling());
    this.thread = new Thread(this::run, "outboxes-" + setup.name());
    // A hanging connection must not keep the process alive.
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Asks the loop to end after the transaction in hand. */
  void stop() {
    stopping = true;
    queue.wake();
  }

  /** Ends the loop without finishing the transaction in hand; progress knows what became of it. */
  void abandon() {
    thread.interrupt();
  }

  /** Whether the loop has ended within the time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    return !thread.isAlive();
  }

  /** What an operator wants done with the owned server. */
  interface Command<T> {
    /** Runs in the server's thread. */
    T run(OwnedServer server) throws InterruptedException;
  }

  /**
   * Has something done by the server's thread.
   *
   * @throws NotOwnerException if this relay does not own the server
   * @throws UnansweredException if that is not done in time
   */
  <T> T call(Command<T> command) throws InterruptedException {
    return commands.call(
        () -> {
          OwnedServer server = owned;
          if (server == null) {
            throw new NotOwnerException(setup.name());
          }
          try {
            return command.run(server);
          } catch (PublishException e) {
            // Its progress is not written: what Kafka has holds.
            lost = e;
            throw e;
          }
        });
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          work();
        } catch (InterruptException e) {
          InterruptedException interrupted = new InterruptedException("while Kafka was waited for");
          interrupted.initCause(e);
          throw interrupted;
        } catch (RuntimeException | Error e) {
          unexpected(e);
          pause();
        }
      }
      statuses.forEach(OutboxStatus::stopped);
    } catch (InterruptedException e) {
      log.debug("{} ends with a transaction in hand", thread.getName(), e);
      statuses.forEach(OutboxStatus::stopped);
    } catch (Throwable e) {
      log.error("{} died", thread.getName(), e);
      String message = "The relay's thread died: %s. See the log; restart the relay".formatted(e);
      statuses.forEach(status -> status.failing(OutboxState.BLOCKED, message));
    }
  }

  /** Works for the server while it is owned, or waits for a moment. */
  private void work() throws InterruptedException {
    if (membership.enter(setup.name())) {
      try {
        own();
      } finally {
        membership.leave(setup.name());
      }
    } else {
      statuses.forEach(this::standBy);
      commands.run();
      queue.await(STANDBY_NANOS);
    }
  }

  /** An error, too, must not end the thread in silence: the next attempt may work. */
  private void unexpected(Throwable e) {
    log.error("Server {} failed in a way that the relay does not know", setup.name(), e);
    String message = "Not foreseen: %s. See the log, and report it".formatted(e);
    statuses.forEach(status -> status.failing(OutboxState.BLOCKED, message));
  }

  private void standBy(OutboxStatus status) {
    membership
        .problem()
        .ifPresentOrElse(
            problem -> status.failing(problem.state(), problem.message()), status::standby);
  }

  /** From the takeover to the loss of the ownership, or to the next failure. */
  private void own() throws InterruptedException {
    try (Takeover.Owned taken = takeover.take(setup, queue, this::stalled)) {
      setup.counts().takeover();
      setup.counts().owned(true);
      work(taken.server());
    } catch (NotOwnerException e) {
      log.debug("{} is not owned", setup.name(), e);
      queue.await(STANDBY_NANOS);
    } catch (PublishException e) {
      log.debug("{} starts over", setup.name(), e);
      setup.remember(e);
      if (e.scope() == PublishException.Scope.KAFKA) {
        stalled(String.valueOf(e.getMessage()));
      }
      pause();
    } catch (OutboxFailedException e) {
      log.error("{}: it is left alone for a while", e.getMessage(), e.getCause());
      setup.failedOutboxes().add(e);
    } catch (ForgetfulTopicException e) {
      log.debug("{} is refused", setup.name(), e);
      statuses.forEach(
          status -> status.failing(OutboxState.REFUSED, String.valueOf(e.getMessage())));
      pause();
    } finally {
      setup.counts().owned(false);
    }
  }

  private void work(OwnedServer server) throws InterruptedException {
    lost = null;
    owned = server;
    try {
      while (!stopping && membership.owns(setup.name())) {
        runCommands();
        long wait = server.turn();
        trouble.reset();
        if (wait > 0) {
          queue.await(wait);
        }
      }
      server.finish();
    } finally {
      // Before it is closed, so that no command reaches a closed one.
      owned = null;
    }
  }

  private void pause() throws InterruptedException {
    long until = System.nanoTime() + trouble.next().toNanos();
    while (!stopping && System.nanoTime() < until) {
      commands.run();
      queue.await(Math.min(STANDBY_NANOS, until - System.nanoTime()));
    }
  }

  private void runCommands() {
    commands.run();
    PublishException failure = lost;
    if (failure != null) {
      lost = null;
      throw failure;
    }
  }

  /** Kafka is the same for all outboxes. */
  private void stalled(String why) {
    statuses.forEach(status -> status.failing(OutboxState.WAITING_FOR_KAFKA, why));
  }
}
