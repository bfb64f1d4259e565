package dev.outbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WellFormedTextTests {

  private static final String FACE = "\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "é", FACE, "a" + FACE + "z"})
  void wholeCharactersAreWellFormedAndShownAsTheyAre(String text) {
    assertThat(WellFormedText.isWellFormed(text)).isTrue();
    assertThat(WellFormedText.shown(text, 10)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00z", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void halfACharacterIsNotWellFormed(String text) {
    assertThat(WellFormedText.isWellFormed(text)).isFalse();
    assertThat(WellFormedText.isWellFormed(WellFormedText.shown(text, 10))).isTrue();
  }

  @Test
  void halfACharacterIsShownAsItsEscape() {
    assertThat(WellFormedText.shown("a\ud83dz", 10)).isEqualTo("a\\ud83dz");
  }

  @Test
  void aLongTextIsNotCutWithinACharacter() {
    assertThat(WellFormedText.shown("abc" + FACE, 4)).isEqualTo("abc…");
    assertThat(WellFormedText.shown("abc" + FACE, 5)).isEqualTo("abc" + FACE);
    assertThat(WellFormedText.shown("abcdef", 4)).isEqualTo("abcd…");
  }
}
