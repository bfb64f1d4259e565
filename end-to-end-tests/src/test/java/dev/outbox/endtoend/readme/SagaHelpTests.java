package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SagaHelpTests {

  private static final String HELP =
      """
      A title.

        up                  starts all
        stop NAME [--kill]  stops one
                              ./saga stop kafka --kill
        test [-Dstack=…]    all tests, on processes (local)
      """;

  @ParameterizedTest
  @CsvSource({
    "./saga up,true",
    "./saga stop kafka --kill,true",
    "./saga stop kafka --killed,false",
    "./saga up --kill,false",
    "./saga start kafka,false",
    "./saga,false",
    "./saga help,true",
    "./saga test -Dstack=local,true",
    "./saga test -Dstack=remote,false"
  })
  void aCommandIsExplainedWithEachOfItsOptions(String command, boolean explained) {
    assertThat(SagaHelp.of(HELP).explains(command)).isEqualTo(explained);
  }
}
