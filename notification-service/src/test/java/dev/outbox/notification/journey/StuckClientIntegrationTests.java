package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A client of the stream that takes nothing more holds up nobody, and is given up. */
@ServiceTest
@TestPropertySource(properties = "server.tomcat.connection-timeout=3s")
class StuckClientIntegrationTests {

  /** More than what lies between two sockets and in their buffers. */
  private static final int CHANGES = 300;

  @Autowired private ServiceProbe service;
  @Autowired private JourneyFeed feed;
  @LocalServerPort private int port;

  @Test
  void othersAreToldAllAndItIsGivenUp() throws Exception {
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () -> assertThat(service.get("/journeys").getStatusCode().value()).isEqualTo(200));
    String order = UUID.randomUUID().toString();
    try (Socket stuck = connect();
        StreamReader reader = new StreamReader("http://127.0.0.1:" + port, null)) {
      await().atMost(ServiceProbe.LONG).until(() -> feed.clients() == 2);
      await().atMost(ServiceProbe.LONG).until(() -> reader.comments() > 0);
      String change =
          "{\"orderId\":\"%s\",\"steps\":[],\"padding\":\"%s\"}"
              .formatted(order, "x".repeat(100_000));
      IntStream.range(0, CHANGES)
          .forEach(i -> service.publisher().send("journey-updates", order, Map.of(), change));
      await().atMost(ServiceProbe.LONG).until(() -> reader.stepsOf(order).size() == CHANGES);
      await().atMost(ServiceProbe.LONG).until(() -> feed.clients() == 1);
      assertThat(reader.hasEnded()).isFalse();

      assertThat(stuck.isClosed()).isFalse();
    }
  }

  /** Asks for the stream and never reads. */
  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            String.join("\r\n", List.of("GET /journeys/stream HTTP/1.1", "Host: here", "", ""))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
