package dev.outbox.localstack;

/** The command line. */
final class LocalStack {
  private LocalStack() {}

  /** x. */
  public static void main(String[] a) {}
}
