package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatternTests {

  @ParameterizedTest(name = "{0} is {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"a\":1}        | {\"a\":1}            | true",
        "{\"a\":1}        | {\"a\":2}            | false",
        "{\"a\":1}        | {\"a\":1,\"b\":2}    | false",
        "{\"a\":1,\"b\":2}| {\"a\":1}            | false",
        "{\"a\":\"…\"}    | {\"a\":\"x\"}        | true",
        "{\"a\":\"01-…\"} | {\"a\":\"02-x\"}     | true",
        "{\"a\":\"x\"}    | {\"a\":\"y\"}        | false",
        "[1]              | [1,2]                | false",
        "[1,2]            | [1]                  | false",
        "[1, …]           | [1,2,3]              | true",
        "[1, …]           | [2,1]                | false",
        "[…, 3]           | [1,2,3]              | true",
        "[…, 3]           | [3]                  | true",
        "[…, 3]           | [3,1]                | false",
        "[…]              | []                   | true",
        "{\"a\":1}        | curl: (22) error     | false"
      })
  void anAnswerIsLikeWhatIsShown(String pattern, String answer, boolean like) {
    assertThat(new JsonPattern(pattern).matches(answer)).isEqualTo(like);
  }

  @ParameterizedTest(name = "{0} is in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"a\":1}        | {\"a\":1,\"b\":2}          | true",
        "{\"a\":1}        | [{\"c\":{\"b\":2,\"a\":1}}]| true",
        "{\"a\":1,\"b\":2}| [{\"a\":1},{\"b\":2}]      | false",
        "{\"a\":1}        | {\"a\":2}                  | false",
        "{\"a\":1}        |                            | false"
      })
  void fieldsAreFoundInAnyObject(String pattern, String answer, boolean found) {
    assertThat(new JsonPattern(pattern).matchesFieldsIn(answer == null ? "" : answer))
        .isEqualTo(found);
  }
}
