package dev.outbox.endtoend.chaos;

import java.util.ArrayList;
import java.util.List;

/** What the writers know of their transactions. Safe for use by several threads. */
final class Journal {

  /** A transaction whose COMMIT was not answered. */
  record Doubt(String transaction, List<Event> events) {}

  private final List<Event> committed = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private long rolledBack;
  private long held;

  synchronized void committed(List<Event> events) {
    committed.addAll(events);
  }

  synchronized void doubtful(String transaction, List<Event> events) {
    doubts.add(new Doubt(transaction, List.copyOf(events)));
  }

  synchronized void rolledBack() {
    rolledBack++;
  }

  synchronized void held() {
    held++;
  }

  /** Those that are to be looked up; they are not doubtful any more. */
  synchronized List<Doubt> takeDoubts() {
    List<Doubt> taken = List.copyOf(doubts);
    doubts.clear();
    return taken;
  }

  synchronized List<Event> committed() {
    return List.copyOf(committed);
  }

  synchronized long events() {
    return committed.size();
  }

  /** Transactions that were rolled back or held open, so far. */
  synchronized long unruly() {
    return rolledBack + held;
  }
}
