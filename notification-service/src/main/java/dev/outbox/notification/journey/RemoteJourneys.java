package dev.outbox.notification.journey;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
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
  private final String scheme;

  /**
   * @param timeout how long another instance may take
   * @param scheme {@code http} or {@code https}
   * @param certificates whom to trust and what to show over https; null for what Java trusts
   */
  RemoteJourneys(Duration timeout, String scheme, @Nullable SslBundle certificates) {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    if (certificates != null) {
      client.sslContext(certificates.createSslContext());
    }
    JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client.build());
    requests.setReadTimeout(timeout);
    this.http =
        RestClient.builder().requestFactory(requests).defaultHeader(FORWARDED, "true").build();
    this.scheme = scheme;
  }

  /** Asks as this instance serves, which the others do too, unless settings say otherwise. */
  static RemoteJourneys create(
      JourneyProperties properties, @Nullable Ssl server, SslBundles bundles) {
    boolean https = Ssl.isEnabled(server);
    String scheme =
        Objects.requireNonNullElse(properties.forwardScheme(), https ? "https" : "http");
    String named = properties.forwardSslBundle();
    SslBundle certificates = null;
    if (named != null) {
      certificates = bundles.getBundle(named);
    } else if (https) {
      certificates = WebServerSslBundle.get(server, bundles);
    }
    return new RemoteJourneys(properties.forwardTimeout(), scheme, certificates);
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
    String url = "%s://%s:%d%s".formatted(scheme, host.host(), host.port(), path);
    @Nullable T answer = http.get().uri(url).retrieve().body(type);
    if (answer == null) {
      throw new RestClientException(url + " has answered nothing");
    }
    return answer;
  }

  private static JourneysUnavailableException unavailable(HostInfo host, RestClientException e) {
    String problem =
        e.getCause() instanceof SSLException
            ? "cannot be asked over TLS, see journeys.forward-ssl-bundle"
            : "does not answer";
    return new JourneysUnavailableException(
        "%s:%d, which has them, %s".formatted(host.host(), host.port(), problem), e);
  }
}
