package dev.outbox.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker can fail. */
class CheckerTests {

  private static final Event A1 = new Event("id-1", "a", 1);
  private static final Event A2 = new Event("id-2", "a", 2);
  private static final Event A3 = new Event("id-3", "a", 3);
  private static final Event B1 = new Event("id-4", "b", 1);

  @Test
  void allThatWasCommittedInOrderIsFaultless() {
    Verdict verdict = verdict(List.of(B1, A1, A2, A3), A1, B1, A2, A3);
    assertThat(verdict).isEqualTo(Verdict.FAULTLESS);
    assertThat(verdict.faultless()).isTrue();
  }

  @Test
  void anEventThatIsNotPublishedIsLost() {
    Verdict verdict = verdict(List.of(A1, A2, B1), A1, B1);
    assertCounts(verdict, 1, 0, 0, 0);
    assertThat(verdict.findings()).singleElement().asString().contains("lost", "id-2");
  }

  @Test
  void anEventThatIsPublishedTwiceIsDuplicated() {
    assertCounts(verdict(List.of(A1, A2), A1, A1, A2, A1), 0, 2, 0, 0);
  }

  @Test
  void anEventThatWasNotCommittedIsUnexpected() {
    assertCounts(verdict(List.of(A1), A1, A2), 0, 0, 1, 0);
  }

  @Test
  void anEventWithAnotherKeyOrContentIsUnexpectedAndTheTrueOneLost() {
    assertCounts(verdict(List.of(A1), new Event("id-1", "b", 1)), 1, 0, 1, 0);
    assertCounts(verdict(List.of(A1), new Event("id-1", "a", 7)), 1, 0, 1, 0);
  }

  @Test
  void anEventAfterALaterOneOfItsKeyIsOutOfOrder() {
    Verdict verdict = verdict(List.of(A1, A2, A3, B1), A1, A3, B1, A2);
    assertCounts(verdict, 0, 0, 0, 1);
    assertThat(verdict.findings()).singleElement().asString().contains("out of order", "id-2");
  }

  @Test
  void anEventInAnotherPartitionThanItsKeyIsOutOfOrder() {
    List<Published> published = List.of(new Published(A1, 0), new Published(A2, 1));
    assertCounts(Checker.compare(List.of(A1, A2), published), 0, 0, 0, 1);
  }

  @Test
  void aLaterVerdictTellsWhatIsNew() {
    Verdict earlier = verdict(List.of(A1, A2), A2, A1, A1);
    Verdict later = verdict(List.of(A1, A2, A3, B1), A2, A1, A1, A2, B1);
    assertCounts(later.since(earlier), 1, 1, 0, 0);
    assertThat(later.since(earlier).findings()).hasSize(2);
    assertCounts(verdict(List.of(A1), A1).since(verdict(List.of(A1))), 0, 0, 0, 0);
  }

  private static Verdict verdict(List<Event> committed, Event... published) {
    return Checker.compare(
        committed, Stream.of(published).map(event -> new Published(event, 0)).toList());
  }

  private static void assertCounts(
      Verdict verdict, long lost, long duplicated, long unexpected, long outOfOrder) {
    assertThat(verdict)
        .extracting(Verdict::lost, Verdict::duplicated, Verdict::unexpected, Verdict::outOfOrder)
        .containsExactly(lost, duplicated, unexpected, outOfOrder);
    assertThat(verdict.faultless()).isEqualTo(lost + duplicated + unexpected + outOfOrder == 0);
  }
}
