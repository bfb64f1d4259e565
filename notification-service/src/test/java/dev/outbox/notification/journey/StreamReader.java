package dev.outbox.notification.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows {@code /journeys/stream} as a browser would. */
final class StreamReader implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpResponse<Stream<String>> response;
  private final List<JsonNode> journeys = new CopyOnWriteArrayList<>();
  private volatile @Nullable String lastEventId;
  private volatile int comments;
  private volatile boolean ended;

  StreamReader(String url, @Nullable String lastEventId) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/journeys/stream"))
            .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
    Thread thread = new Thread(this::read, "stream-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      response.body().forEach(this::line);
    } catch (RuntimeException e) {
      // closed
    }
    ended = true;
  }

  private synchronized void line(String line) {
    if (line.startsWith("id:")) {
      lastEventId = line.substring(3).strip();
    } else if (line.startsWith("data:")) {
      journeys.add(JSON.readTree(line.substring(5)));
    } else if (line.startsWith(":")) {
      comments++;
    }
  }

  int status() {
    return response.statusCode();
  }

  @Nullable String lastEventId() {
    return lastEventId;
  }

  int comments() {
    return comments;
  }

  boolean hasEnded() {
    return ended;
  }

  /** How many steps an order's journey had at each of its changes. */
  List<Integer> stepsOf(String orderId) {
    return journeys.stream()
        .filter(journey -> journey.get("orderId").asString().equals(orderId))
        .map(journey -> journey.get("steps").size())
        .toList();
  }

  @Override
  public void close() {
    response.body().close();
  }
}
