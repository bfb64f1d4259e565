package dev.outbox.localstack;

/** The stack of this JVM, of the kind that the system property {@code stack} names. */
final class SharedStack {

  static final TestStack INSTANCE = named(System.getProperty("stack", "local"));

  private SharedStack() {}

  static TestStack named(String kind) {
    if (kind.equals("local")) {
      return new LocalTestStack();
    }
    throw new LocalStackException(
        "There is no test stack '" + kind + "': -Dstack takes 'local' only.");
  }
}
