package dev.outbox.benchmarks.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same at once. */
public final class Workers implements AutoCloseable {

  private final int count;
  private final ExecutorService threads;

  /** Makes so many threads, which wait. */
  public Workers(int count) {
    this.count = count;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** What each worker does. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it.
     *
     * @param worker its number, from 0 on
     * @return how often it was done
     */
    long run(int worker) throws Exception;
  }

  /**
   * Has it done by all, and waits until all are done.
   *
   * @return the sum of what they have returned
   * @throws BenchmarkException if it fails
   */
  public long run(Work work) {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int worker = i;
      tasks.add(() -> work.run(worker));
    }
    try {
      long sum = 0;
      for (Future<Long> done : threads.invokeAll(tasks)) {
        sum += done.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new BenchmarkException("A worker failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  /** Has it done once. */
  public static long run(int count, Work work) {
    try (Workers workers = new Workers(count)) {
      return workers.run(work);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
