package dev.outbox.benchmarks.append;

/**
 * What one thing costs, in microseconds.
 *
 * @param what append or read
 * @param event which was appended or read
 * @param usual whether events of the saga are like that
 * @param bytes of its JSON
 * @param off without a look at its schema
 * @param offError half of the 99.9% confidence interval of that
 * @param on with it
 * @param onError half of the 99.9% confidence interval of that
 */
record CostFigures(
    String what,
    String event,
    boolean usual,
    int bytes,
    double off,
    double offError,
    double on,
    double onError) {

  static final String APPEND = "append";
  static final String READ = "read";

  /** What validation costs an event. */
  double cost() {
    return on - off;
  }
}
