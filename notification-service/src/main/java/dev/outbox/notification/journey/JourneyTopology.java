package dev.outbox.notification.journey;

import dev.outbox.events.EventJson;
import dev.outbox.events.notification.SagaStalled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How journeys come about: events of all services are read, and merged by order id. All events of
 * an order are on partitions of the same number, so nothing is sent around.
 */
final class JourneyTopology {

  /** Where events come from. */
  static final List<String> EVENTS =
      List.of("order-events", "inventory-events", "notification-events");

  /** Where each change of a journey goes, as a {@link JourneyView}. */
  static final String UPDATES = "journey-updates";

  /** Where records go that cannot be read. */
  static final String UNREADABLE = "journey-unreadable";

  /** Where {@code SagaStalled} goes: one of the topics that events come from. */
  private static final String STALLED_TOPIC = "notification-events";

  /** The store of journeys by order id. */
  static final String JOURNEYS = "journeys";

  /** The store of an {@link Agenda}. */
  static final String AGENDA = "agenda";

  static final String MERGE = "merge";
  static final String STALLED = "stalled";

  private static final String READ = "read";
  private static final JsonMapper JSON = new JsonMapper();

  private final JourneyProperties properties;
  private final JourneyMetrics metrics;

  JourneyTopology(JourneyProperties properties, JourneyMetrics metrics) {
    this.properties = properties;
    this.metrics = metrics;
  }

  void addTo(Topology topology) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    topology
        .addSource("events", bytes, bytes, EVENTS.toArray(String[]::new))
        .addProcessor(READ, () -> new ReadProcessor(metrics), "events")
        .addProcessor(MERGE, () -> new MergeProcessor(properties, metrics), READ)
        .addStateStore(journeys(), MERGE)
        .addStateStore(agenda(), MERGE)
        .addSink(UPDATES, UPDATES, new StringSerializer(), new ByteArraySerializer(), MERGE)
        .addSink(STALLED, STALLED_TOPIC, new StringSerializer(), event(), MERGE)
        .addSink(
            UNREADABLE, UNREADABLE, new ByteArraySerializer(), new ByteArraySerializer(), READ);
  }

  private static StoreBuilder<KeyValueStore<String, Journey>> journeys() {
    Serde<Journey> json = Serdes.serdeFrom(json(), JourneyTopology::read);
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(JOURNEYS), Serdes.String(), json);
  }

  private static StoreBuilder<KeyValueStore<String, String>> agenda() {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(AGENDA), Serdes.String(), Serdes.String());
  }

  private static <T> Serializer<T> json() {
    return (topic, value) -> value == null ? null : JSON.writeValueAsBytes(value);
  }

  static byte[] write(JourneyView view) {
    return JSON.writeValueAsBytes(view);
  }

  /** Settings of Kafka Streams without which a record could stop it. */
  static Map<String, Object> settings() {
    return Map.of(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        KnownTime.class,
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        PutAside.class,
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        PutAside.class,
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        PutAside.class);
  }

  private static Serializer<SagaStalled> event() {
    return (topic, event) -> EventJson.write(event).getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable Journey read(String topic, byte @Nullable [] json) {
    return json == null ? null : JSON.readValue(json, Journey.class);
  }
}
