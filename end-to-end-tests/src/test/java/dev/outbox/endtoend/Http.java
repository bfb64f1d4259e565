package dev.outbox.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP. */
public final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final JsonMapper JSON = new JsonMapper();

  private Http() {}

  /** An answer: its status and its body, which is missing if it is empty. */
  public record Answer(int status, JsonNode body) {}

  public static Answer get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  /** The body as it is. */
  public static String text(String url) {
    return exchange(HttpRequest.newBuilder(URI.create(url)).GET()).body();
  }

  public static Answer post(String url, String json) {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(json)));
  }

  /** With a header. */
  public static Answer post(String url, String json, String header, String value) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header(header, value)
            .POST(BodyPublishers.ofString(json)));
  }

  public static Answer put(String url, String json) {
    return send(HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString(json)));
  }

  private static Answer send(HttpRequest.Builder request) {
    HttpResponse<String> response = exchange(request.header("Content-Type", "application/json"));
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
