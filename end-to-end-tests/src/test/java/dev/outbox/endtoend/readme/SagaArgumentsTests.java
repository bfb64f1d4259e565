package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the {@code saga} script cannot do it refuses in a sentence, before it does anything. */
class SagaArgumentsTests {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ./saga start outbox-relay --instances 0   | takes a number from 1 to 9, not '0'
          ./saga start outbox-relay --instances abc | takes a number from 1 to 9, not 'abc'
          ./saga start outbox-relay --instances 10  | takes a number from 1 to 9, not '10'
          ./saga start outbox-relay --instances     | takes a number from 1 to 9, not ''
          ./saga start kafka --instances 2          | is for applications
          ./saga start outbox-relay-2 --instances 2 | is for applications
          ./saga start outbox-relay-1               | order-service-2 to order-service-9
          ./saga up --instances 0                   | takes a number from 1 to 9, not '0'
          ./saga up --instances                     | takes a number from 1 to 9, not ''
          ./saga up 2                               | up takes --instances N only
          ./saga start outbox-relay kafka           | takes one NAME
          ./saga bench everything                   | bench takes: relay, inbox, saga or append
          OUTBOX_RELAY_MODE=push ./saga up          | binlog or polling, not 'push'
          OUTBOX_RELAY_MODE=push ./saga start mysql | binlog or polling, not 'push'
          """)
  void isRefused(String command, String sentence) {
    Shell shell = new Shell(folder, Map.of("SAGA_STATE", folder.resolve("state").toString()));
    Shell.Result result = shell.run(command);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).startsWith("saga: ").contains(sentence);
    assertThat(folder.resolve("state")).doesNotExist();
  }
}
