package dev.outbox.endtoend.chaos;

/** Something that goes wrong while events are written and published, and then is well again. */
interface Fault {

  /** What happens, for the table. */
  String name();

  /**
   * Lets it happen once, at a random moment, and usually waits until events are published again.
   */
  void strike(Course course) throws InterruptedException;

  /** What else there is to say after all strikes. */
  default String note() {
    return "";
  }
}
