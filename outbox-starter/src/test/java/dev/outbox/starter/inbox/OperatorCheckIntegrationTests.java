package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.sample.SampleTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** However a request is spelt, it changes nothing without the operator's password. */
@SampleTest
class OperatorCheckIntegrationTests extends ConsumerTestSupport {

  @Autowired private BatchHandler batches;
  @Autowired private ParkedTable parked;

  @Value("${local.server.port}")
  private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/inbox/parked/KEY/release",
        "/inbox/parked/../parked/KEY/release",
        "/inbox/parked/../../elsewhere/release",
        "/inbox;x=y/parked/KEY/release",
        "/inbox/%70arked/KEY/release",
        "//inbox/parked/KEY/release",
        "/elsewhere/..;/inbox/parked/KEY/release",
        "/elsewhere/../inbox/parked/KEY/release"
      })
  void noSpellingOfAPathGoesRoundThePassword(String path) throws IOException {
    String key = "k-" + UUID.randomUUID();
    Instance reader = instance();
    batches.handle(List.of(reader.record(key, Map.of("ce_id", key), "{")));
    assertThat(status("POST " + path.replace("KEY", key))).isIn("400", "401", "404");
    ParkedEvent event = parked.first(key).orElseThrow();
    assertThat(event.attempts()).as("attempts of what nobody has released").isZero();
  }

  @Test
  void aKeyThatLooksLikeAWayOutOfThePathIsReleasedByOperatorsOnlyToo() throws IOException {
    String key = "../../k-" + UUID.randomUUID();
    Instance reader = instance();
    batches.handle(List.of(reader.record(key, Map.of("ce_id", key), "{")));
    assertThat(status("POST /inbox/parked/" + key + "/release")).isEqualTo("401");
  }

  @Test
  void otherPathsOfTheApplicationNeedNoPassword() throws IOException {
    assertThat(status("POST /elsewhere")).isEqualTo("404");
    assertThat(status("GET /inbox/parked")).isEqualTo("200");
  }

  /** Sends a request as it stands, which clients would tidy up, and returns the status. */
  private String status(String request) throws IOException {
    String text =
        request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.split(" ")[1];
    }
  }
}
