package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.localstack.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RemoteJourneysTests {

  private static final JourneyFilter ALL = new JourneyFilter(null, Duration.ZERO, 10);

  private final RemoteJourneys remote = new RemoteJourneys(Duration.ofMillis(200));

  @Test
  void anInstanceThatIsGoneMakesJourneysUnavailable() {
    assertIsUnavailable(new HostInfo("127.0.0.1", Ports.free()));
  }

  @Test
  @Timeout(10)
  void anInstanceThatDoesNotAnswerIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertIsUnavailable(new HostInfo("127.0.0.1", silent.getLocalPort()));
    }
  }

  private void assertIsUnavailable(HostInfo host) {
    assertThatThrownBy(() -> remote.find(host, UUID.randomUUID()))
        .isInstanceOfSatisfying(
            JourneysUnavailableException.class,
            e -> {
              assertThat(e.getStatusCode().value()).isEqualTo(503);
              assertThat(e.getHeaders().getFirst("Retry-After")).isEqualTo("2");
              assertThat(e.getBody().getDetail()).contains(host.host() + ":" + host.port());
            });
    assertThatThrownBy(() -> remote.list(host, ALL))
        .isInstanceOf(JourneysUnavailableException.class);
  }
}
