package dev.outbox.starter.inbox;

import dev.outbox.starter.sample.ThingHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A consumer of a test's own, and what it has done. */
abstract class ConsumerTestSupport {

  @Autowired ApplicationContext context;
  @Autowired JdbcClient jdbc;
  @Autowired ThingHandler handler;

  /** Before everything that a test makes: others work in the same tables. */
  final String run = UUID.randomUUID().toString().substring(0, 8) + "/";

  @AfterEach
  void reset() {
    handler.failing.clear();
    handler.doing.clear();
  }

  Instance instance() {
    return new Instance(context, "test-" + run, Duration.ofMillis(1), 1_000);
  }

  Instance instance(Duration delay, int maxAttempts) {
    return new Instance(context, "test-" + run, delay, maxAttempts);
  }

  String key(String name) {
    return run + name;
  }

  /** An event whose id is its text. */
  IncomingEvent event(Instance instance, String key, String text) {
    return instance.event(key(key), run + key + text, text);
  }

  /** What was handled of a key, in order. */
  List<String> handled(String key) {
    return jdbc.sql("SELECT text FROM thing WHERE id = ? ORDER BY number")
        .param(key(key))
        .query(String.class)
        .list();
  }

  int appended(String key) {
    return jdbc.sql("SELECT COUNT(*) FROM outbox_event WHERE aggregateid = ?")
        .param(key(key))
        .query(Integer.class)
        .single();
  }

  /** The texts of numbers, in order. */
  static List<String> numbers(int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      numbers.add("" + i);
    }
    return numbers;
  }

  /** Runs all at once, and throws what they throw. */
  static void atOnce(List<Callable<?>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (Future<?> task : running) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
