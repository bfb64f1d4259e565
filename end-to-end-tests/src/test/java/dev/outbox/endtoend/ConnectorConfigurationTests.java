package dev.outbox.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What deploy/connect says three times, it says alike. */
class ConnectorConfigurationTests {

  @ParameterizedTest
  @CsvSource({
    "inventory, inventory-service, 184002",
    "notifications, notification-service, 184003"
  })
  void connectorsDifferInTheirOutboxOnly(String outbox, String service, String serverId)
      throws IOException {
    String expected =
        ConnectWorker.config("orders")
            .replace("/order-service", "/" + service)
            .replace("184001", serverId)
            .replace("orders", outbox);
    assertThat(ConnectWorker.config(outbox)).isEqualTo(expected);
  }

  @Test
  void sourcesAreThoseOfTheRelay() throws IOException {
    String relay = Files.readString(Path.of("..", "deploy", "outbox-relay.yml"));
    for (String outbox : ConnectWorker.CONNECTORS) {
      JsonNode config = new JsonMapper().readTree(ConnectWorker.config(outbox));
      assertThat(relay)
          .contains(
              "%s: { database: %s, source: %s }"
                  .formatted(
                      outbox, outbox, config.get("transforms.source.value.literal").asString()));
    }
  }

  @Test
  void passwordsAreNowhereInThem() throws IOException {
    Map<String, String> passwords = new LinkedHashMap<>();
    for (String outbox : ConnectWorker.CONNECTORS) {
      JsonNode config = new JsonMapper().readTree(ConnectWorker.config(outbox));
      config
          .properties()
          .forEach(
              setting -> {
                if (setting.getKey().contains("password")) {
                  passwords.put(outbox + "." + setting.getKey(), setting.getValue().asString());
                }
              });
    }
    assertThat(passwords).hasSize(3);
    assertThat(passwords.values()).containsOnly("${env:DEBEZIUM_DB_PASSWORD}");
  }
}
