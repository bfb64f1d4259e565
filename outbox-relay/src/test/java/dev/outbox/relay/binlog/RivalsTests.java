package dev.outbox.relay.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** Columns at the places 0, 1 and 2, and another one at 3. */
class RivalsTests {

  private final Rivals rivals = new Rivals(new int[] {0, 1, 2, -1}, 4);

  @Test
  void aRowWithDifferentValuesIsInDoubtUntilOneWasReadRight() {
    Serializable[] row = cells("a", "b", "c", "d");
    assertThat(rivals.matterIn(row)).isTrue();
    rivals.readRight(row);
    assertThat(rivals.matterIn(cells("e", "f", "g", "h"))).isFalse();
    assertThat(rivals.isEmpty()).isTrue();
  }

  @Test
  void columnsWithTheSameValueAreStillToBeToldApart() {
    rivals.readRight(cells("a", null, null, "d"));
    assertThat(rivals.matterIn(cells("b", null, null, null))).isFalse();
    assertThat(rivals.matterIn(cells("b", "c", null, null))).isTrue();
    rivals.readRight(cells("b", "c", null, null));
    assertThat(rivals.isEmpty()).isTrue();
  }

  @Test
  void bytesAreComparedByWhatTheyAre() {
    assertThat(rivals.matterIn(cells(bytes(), bytes(), bytes(), bytes()))).isFalse();
    rivals.readRight(cells(bytes(), bytes(), bytes(), bytes()));
    assertThat(rivals.isEmpty()).isFalse();
  }

  private static byte[] bytes() {
    return new byte[] {1, 2};
  }

  private static Serializable[] cells(Serializable... cells) {
    return cells;
  }
}
