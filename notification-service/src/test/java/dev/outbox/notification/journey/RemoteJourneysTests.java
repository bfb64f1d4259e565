package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.outbox.localstack.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;

class RemoteJourneysTests {

  private static final JourneyFilter ALL = new JourneyFilter(null, Duration.ofSeconds(1), 10);

  private final RemoteJourneys remote = new RemoteJourneys(Duration.ofMillis(200), "http", null);

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

  @Test
  void anInstanceThatServesHttpsIsAskedOverHttps(@TempDir Path directory) throws Exception {
    TestCertificate certificate = new TestCertificate(directory);
    Ssl server = certificate.ssl();
    UUID order = UUID.randomUUID();
    HttpsServer other = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    other.setHttpsConfigurator(
        new HttpsConfigurator(WebServerSslBundle.get(server).createSslContext()));
    other.createContext("/journeys/" + order, RemoteJourneysTests::answer);
    other.start();
    try {
      HostInfo host = new HostInfo("127.0.0.1", other.getAddress().getPort());
      RemoteJourneys asking = remote(server, null, null);
      assertThat(asking.find(host, order))
          .get()
          .extracting(JourneyView::state)
          .isEqualTo(JourneyState.PENDING);
      assertThatThrownBy(() -> remote(null, "https", null).find(host, order))
          .isInstanceOfSatisfying(
              JourneysUnavailableException.class,
              e -> assertThat(e.getBody().getDetail()).contains("journeys.forward-ssl-bundle"));
      assertThat(remote(null, "https", WebServerSslBundle.get(server)).find(host, order))
          .isPresent();
      assertThatThrownBy(() -> remote(null, null, null).find(host, order))
          .isInstanceOf(JourneysUnavailableException.class);
    } finally {
      other.stop(0);
    }
  }

  private static RemoteJourneys remote(
      @Nullable Ssl server, @Nullable String scheme, @Nullable SslBundle bundle) {
    DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    if (bundle != null) {
      bundles.registerBundle("others", bundle);
    }
    JourneyProperties properties =
        new JourneyProperties(
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            Duration.ofSeconds(1),
            null,
            Duration.ofSeconds(10),
            scheme,
            bundle == null ? null : "others",
            20,
            Duration.ofSeconds(10));
    return RemoteJourneys.create(properties, server, bundles);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JourneyView empty = JourneyView.of(Journey.begin(UUID.randomUUID().toString(), Instant.EPOCH));
    byte[] body = JourneyTopology.write(empty);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
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
