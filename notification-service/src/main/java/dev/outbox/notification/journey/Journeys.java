package dev.outbox.notification.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The journeys of all instances: what is not here is asked of the instance that has it. All methods
 * throw {@link JourneysUnavailableException} while that is not known or does not answer.
 */
final class Journeys {

  private final JourneyStreams streams;
  private final LocalJourneys local;
  private final RemoteJourneys remote;

  Journeys(JourneyStreams streams, LocalJourneys local, RemoteJourneys remote) {
    this.streams = streams;
    this.local = local;
    this.remote = remote;
  }

  /**
   * The journey of an order.
   *
   * @param forwarded whether another instance asks: it is not asked in turn
   */
  Optional<JourneyView> find(UUID orderId, boolean forwarded) {
    KeyQueryMetadata place =
        streams.ask(
            running ->
                running.queryMetadataForKey(
                    JourneyTopology.JOURNEYS, orderId.toString(), new StringSerializer()));
    if (place.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      throw new JourneysUnavailableException("they are being moved", null);
    }
    if (place.activeHost().equals(streams.address())) {
      return local.find(orderId.toString(), place.partition()).map(JourneyView::of);
    }
    if (forwarded) {
      throw new JourneysUnavailableException("they are being moved", null);
    }
    return remote.find(place.activeHost(), orderId);
  }

  /**
   * The journeys that a filter takes.
   *
   * @param forwarded whether another instance asks: it gets what is here
   */
  List<JourneyView> list(JourneyFilter filter, boolean forwarded) {
    List<JourneyView> found = new ArrayList<>(local.list(filter));
    if (!forwarded) {
      others().forEach(host -> found.addAll(remote.list(host, filter)));
    }
    return found.stream().sorted(filter.order()).limit(filter.limit()).toList();
  }

  private List<HostInfo> others() {
    return streams.ask(KafkaStreams::metadataForAllStreamsClients).stream()
        .filter(instance -> instance.stateStoreNames().contains(JourneyTopology.JOURNEYS))
        .map(StreamsMetadata::hostInfo)
        .filter(host -> !host.equals(streams.address()))
        .toList();
  }
}
