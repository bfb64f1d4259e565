package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.starter.sample.SampleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many parked keys at once, by the cause of their failure. */
@SampleTest
class BulkParkingIntegrationTests extends ConsumerTestSupport {

  private static final String TYPE = "test.ThingHappened.v1";

  @Test
  void keysAreCountedByTypeAndReason() {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    park(instance, "a", "b");
    breakContract(instance, "c");
    assertThat(instance.listing.count(filter(null, "told to fail")))
        .isEqualTo(new ParkedListing.Count(2, 4));
    assertThat(instance.listing.count(filter(TYPE, null))).isEqualTo(new ParkedListing.Count(3, 5));
    assertThat(instance.listing.count(filter(TYPE.toUpperCase(java.util.Locale.ROOT), null)))
        .as("types and reasons are compared byte by byte")
        .isEqualTo(new ParkedListing.Count(0, 0));
    assertThat(instance.listing.count(filter(null, "TOLD TO FAIL")).keys()).isZero();
    assertThat(instance.listing.count(filter(null, "%")).keys()).isZero();
    assertThat(instance.listing.count(ParkedListing.Filter.ALL).keys()).isEqualTo(3);
  }

  @Test
  void keysAreReleasedByReasonAndHandledInOrderInTheBackground() {
    Instance instance = instance(Duration.ofDays(1), 1);
    park(instance, "a", "b");
    breakContract(instance, "c");
    assertThat(instance.listing.summary().waitingForOperator()).isEqualTo(3);
    handler.failing.clear();
    assertThat(instance.bulk.release(filter(null, "told to fail"), 2)).isEqualTo(2);
    retryAll(instance);
    assertThat(handled("a")).containsExactly(run + "fails", "behind");
    assertThat(handled("b")).containsExactly(run + "fails", "behind");
    assertThat(instance.listing.keys(10)).extracting(ParkedKey::key).containsExactly(key("c"));
  }

  @Test
  void firstEventsAreDiscardedByTypeAndWhatWaitsBehindThemIsHandled() {
    Instance instance = instance(Duration.ofDays(1), 1);
    park(instance, "a", "b");
    breakContract(instance, "c");
    assertThat(instance.bulk.discard(filter(TYPE, null), 3)).isEqualTo(3);
    assertThat(
            jdbc.sql("SELECT id FROM inbox_discarded WHERE consumer = ? ORDER BY id")
                .param("test-" + run)
                .query(String.class)
                .list())
        .containsExactly(run + "a" + run + "fails", run + "b" + run + "fails", run + "c");
    retryAll(instance);
    assertThat(handled("a")).containsExactly("behind");
    assertThat(handled("b")).containsExactly("behind");
    assertThat(instance.listing.keys(10)).isEmpty();
  }

  @Test
  void countThatHasChangedIsRefusedAndNothingIsDone() {
    Instance instance = instance(Duration.ofDays(1), 1);
    park(instance, "a", "b");
    for (long confirmed : List.of(1, 3)) {
      assertThatThrownBy(() -> instance.bulk.discard(ParkedListing.Filter.ALL, confirmed))
          .isInstanceOf(CountChangedException.class)
          .hasMessageContaining("2 parked keys match, and " + confirmed + " were confirmed");
      assertThatThrownBy(() -> instance.bulk.release(ParkedListing.Filter.ALL, confirmed))
          .isInstanceOf(CountChangedException.class);
    }
    assertThat(instance.listing.summary().waitingForOperator()).isEqualTo(2);
    assertThat(instance.listing.count(ParkedListing.Filter.ALL).events()).isEqualTo(4);
  }

  @Test
  void keysOfAnotherConsumerAreLeftAlone() {
    Instance instance = instance(Duration.ofDays(1), 1);
    Instance other = new Instance(context, "other-" + run, Duration.ofDays(1), 1);
    park(instance, "a");
    park(other, "a");
    assertThat(instance.bulk.discard(ParkedListing.Filter.ALL, 1)).isEqualTo(1);
    assertThat(other.listing.count(ParkedListing.Filter.ALL).events()).isEqualTo(2);
  }

  @Test
  void moreKeysThanATransactionTakesAreAllReleased() {
    Instance instance = instance(Duration.ofDays(1), 1);
    handler.failing.add(run + "fails");
    List<IncomingEvent> events = new ArrayList<>();
    for (String name : numbers(1, 50)) {
      events.add(event(instance, name, run + "fails"));
    }
    instance.batches.handle(events);
    handler.failing.clear();
    assertThat(instance.bulk.release(ParkedListing.Filter.ALL, 50)).isEqualTo(50);
    retryAll(instance);
    assertThat(instance.listing.keys(10)).isEmpty();
  }

  @Test
  void listIsPagedAndEachKeyIsOnOnePage() {
    Instance instance = instance(Duration.ofDays(1), 1);
    park(instance, "a", "b", "c", "d", "e");
    List<String> seen = new ArrayList<>();
    String after = null;
    do {
      ParkedPage page = ParkedPage.read(instance.listing, ParkedListing.Filter.ALL, after, 2);
      page.keys().forEach(key -> seen.add(key.key()));
      after = page.next();
      if (seen.size() == 2) {
        instance.bulk.discard(ParkedListing.Filter.ALL, 5);
        retryAll(instance);
        park(instance, "f", "g", "h");
      }
    } while (after != null);
    assertThat(seen)
        .as("a cursor outlives the key that it is of")
        .containsExactly(key("a"), key("b"), key("f"), key("g"), key("h"));
  }

  @Test
  void cursorThatIsNoneIsRefused() {
    Instance instance = instance();
    for (String after : List.of("", "x", "bm9uZQ", "!")) {
      assertThatThrownBy(
              () -> ParkedPage.read(instance.listing, ParkedListing.Filter.ALL, after, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Link header");
    }
  }

  private static void retryAll(Instance instance) {
    while (instance.retryTask.get().isZero()) {
      // Until nothing is due.
    }
  }

  /** Parks each key with an event that fails, and one behind it; one key after the other. */
  private void park(Instance instance, String... names) {
    handler.failing.add(run + "fails");
    for (String name : names) {
      instance.take(event(instance, name, run + "fails"), event(instance, name, "behind"));
    }
  }

  private void breakContract(Instance instance, String name) {
    instance.take(instance.record(key(name), Map.of("ce_id", run + name), "{"));
  }

  private static ParkedListing.Filter filter(@Nullable String type, @Nullable String reason) {
    return new ParkedListing.Filter(type, reason);
  }
}
