package dev.outbox.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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

  public static Answer delete(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).DELETE());
  }

  /** Posts nothing, with HTTP Basic. */
  public static Answer postAs(String user, String password, String url) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
            .POST(BodyPublishers.noBody()));
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(
              request
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
