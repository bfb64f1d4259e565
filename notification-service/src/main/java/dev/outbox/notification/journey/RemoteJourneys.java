package dev.outbox.notification.journey;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks other instances for the journeys that they keep. All methods throw {@link
 * JourneysUnavailableException} if one does not answer in time.
 */
final class RemoteJourneys {

  /** Marks a request of another instance, which is answered from what is here or not at all. */
  static final String FORWARDED = "Journeys-Forwarded";

  private final RestClient http;

  RemoteJourneys(Duration timeout) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build());
    requests.setReadTimeout(timeout);
    http = RestClient.builder().requestFactory(requests).defaultHeader(FORWARDED, "true").build();
  }

  Optional<JourneyView> find(HostInfo host, UUID orderId) {
    try {
      return Optional.of(get(host, "/journeys/" + orderId, JourneyView.class));
    } catch (RestClientResponseException e) {
      if (e.getStatusCode() == HttpStatus.NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(host, e);
    } catch (RestClientException e) {
      throw unavailable(host, e);
    }
  }

  List<JourneyView> list(HostInfo host, JourneyFilter filter) {
    UriComponentsBuilder path =
        UriComponentsBuilder.fromPath("/journeys").queryParam("limit", filter.limit());
    if (filter.state() != null) {
      path.queryParam("state", filter.state());
    }
    if (filter.stalledFor() != null) {
      path.queryParam("stalledFor", filter.stalledFor());
    }
    try {
      return get(host, path.toUriString(), JourneyPage.class).journeys();
    } catch (RestClientException e) {
      throw unavailable(host, e);
    }
  }

  private <T> T get(HostInfo host, String path, Class<T> type) {
    String url = "http://%s:%d%s".formatted(host.host(), host.port(), path);
    @Nullable T answer = http.get().uri(url).retrieve().body(type);
    if (answer == null) {
      throw new RestClientException(url + " has answered nothing");
    }
    return answer;
  }

  private static JourneysUnavailableException unavailable(HostInfo host, RestClientException e) {
    return new JourneysUnavailableException(
        "%s:%d, which has them, does not answer".formatted(host.host(), host.port()), e);
  }
}
