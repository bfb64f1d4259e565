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

  /**
   * @param headers names and values in turn
   */
  public static Answer get(String url, String... headers) {
    return send(request(url, headers).GET());
  }

  /**
   * @param headers names and values in turn
   */
  public static Answer post(String url, String json, String... headers) {
    return send(request(url, headers).POST(BodyPublishers.ofString(json)));
  }

  public static Answer put(String url, String json) {
    return send(request(url).PUT(BodyPublishers.ofString(json)));
  }

  private static HttpRequest.Builder request(String url, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** What is answered, JSON or not. */
  public static String text(String url) {
    return answer(request(url).GET()).body();
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
    HttpResponse<String> response = answer(request.header("Content-Type", "application/json"));
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static HttpResponse<String> answer(HttpRequest.Builder request) {
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
