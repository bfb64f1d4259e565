package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPlaceTests {

  @Test
  void anEventMovesItsPartitionBehindItself() {
    FeedPlace place = FeedPlace.parse("12-0-7").after(1, 40);
    assertThat(place).hasToString("12-41-7");
    assertThat(place.offset(1)).isEqualTo(41);
  }

  @Test
  void partitionsThatWereAddedAreReadFromTheirBeginning() {
    FeedPlace place = FeedPlace.parse("12");
    assertThat(place.offset(3)).isZero();
    assertThat(place.after(2, 0)).hasToString("12-0-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1-", "1--1", "1 ", "1234567890123456789", "١"})
  void whatIsNoPlaceIsRefused(String id) {
    assertThatThrownBy(() -> FeedPlace.parse(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> FeedPlace.parse("1-".repeat(1_001) + "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
