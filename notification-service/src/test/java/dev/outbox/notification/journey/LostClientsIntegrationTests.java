package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Clients of the stream that are gone in the middle leave nothing behind. */
@ServiceTest
@TestPropertySource(properties = {"journeys.stream-heartbeat=5ms", "journeys.stream-clients=50"})
class LostClientsIntegrationTests {

  private static final int ROUNDS = 40;
  private static final int CLIENTS = 10;

  @Autowired private ServiceProbe service;
  @Autowired private JourneyFeed feed;
  @LocalServerPort private int port;

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private final Thread.UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  @BeforeEach
  void watchThreads() {
    service.awaitHealthy();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
  }

  @AfterEach
  void watchThreadsNoLonger() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void clientsThatBreakOffLeaveNothingBehind() throws Exception {
    Random random = new Random();
    String change =
        "{\"orderId\":\"%s\",\"steps\":[],\"padding\":\"%s\"}"
            .formatted(UUID.randomUUID(), "x".repeat(20_000));
    for (int round = 0; round < ROUNDS; round++) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(connect());
      }
      for (Socket client : clients) {
        read(client, random.nextInt(400));
        service.publisher().send("journey-updates", "key-" + round, Map.of(), change);
        client.setSoLinger(random.nextBoolean(), 0); // a reset, or a proper end
        client.close();
      }
    }
    await().atMost(ServiceProbe.LONG).until(() -> feed.clients() == 0);
    assertThat(uncaught).isEmpty();
  }

  @Test
  void aRecordWithoutAValueEndsNoStream() throws Exception {
    String order = UUID.randomUUID().toString();
    try (StreamReader reader = new StreamReader("http://127.0.0.1:" + port, null)) {
      await().atMost(ServiceProbe.LONG).until(() -> reader.comments() > 0);
      service.publisher().send("journey-updates", order, Map.of(), null);
      service
          .publisher()
          .send("journey-updates", order, Map.of(), "{\"orderId\":\"" + order + "\",\"steps\":[]}");
      await().atMost(ServiceProbe.LONG).until(() -> reader.stepsOf(order).size() >= 1);
      assertThat(reader.hasEnded()).isFalse();
    }
    await().atMost(ServiceProbe.LONG).until(() -> feed.clients() == 0);
    assertThat(uncaught).isEmpty();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            String.join("\r\n", List.of("GET /journeys/stream HTTP/1.1", "Host: here", "", ""))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void read(Socket client, int bytes) throws IOException {
    client.setSoTimeout(10_000);
    client.getInputStream().readNBytes(bytes);
  }
}
