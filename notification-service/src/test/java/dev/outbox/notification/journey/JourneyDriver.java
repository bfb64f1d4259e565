package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The topology in a test driver, at a time that the test sets. */
final class JourneyDriver implements AutoCloseable {

  static final Instant START = Instant.parse("2026-11-23T09:30:00Z");
  static final JourneyProperties PROPERTIES =
      new JourneyProperties(
          Duration.ofSeconds(30),
          Duration.ofDays(7),
          Duration.ofSeconds(1),
          null,
          Duration.ofSeconds(2),
          null,
          null,
          20,
          Duration.ofSeconds(10));

  private static final JsonMapper JSON = new JsonMapper();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;
  private Instant now;

  JourneyDriver(Path stateDir) {
    this(stateDir, START);
  }

  JourneyDriver(Path stateDir, Instant start) {
    this(stateDir, start, PROPERTIES);
  }

  JourneyDriver(Path stateDir, Instant start, JourneyProperties properties) {
    Topology topology = new Topology();
    new JourneyTopology(properties, new JourneyMetrics(meters)).addTo(topology);
    Properties config = new Properties();
    config.putAll(JourneyTopology.settings());
    config.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "journeys",
            StreamsConfig.STATE_DIR_CONFIG,
            stateDir.toString()));
    driver = new TopologyTestDriver(topology, config, start);
    now = start;
  }

  Instant now() {
    return now;
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
    now = now.plus(time);
  }

  /** An event that was written a time after the start, and comes now. */
  void event(String orderId, String type, String eventId, Duration written, String json) {
    Headers headers = new RecordHeaders();
    header(headers, "ce_specversion", "1.0");
    header(headers, "ce_id", eventId);
    header(headers, "ce_type", "dev.outbox." + type + ".v1");
    header(headers, "ce_source", "/" + type.split("\\.")[0] + "-service");
    header(headers, "ce_time", START.plus(written).toString());
    record(type.split("\\.")[0] + "-events", orderId.getBytes(UTF_8), headers, json);
  }

  /** Any record. */
  void record(String topic, byte @Nullable [] key, Headers headers, @Nullable String value) {
    record(topic, key, headers, value, now);
  }

  void record(
      String topic,
      byte @Nullable [] key,
      Headers headers,
      @Nullable String value,
      Instant published) {
    bytes(topic, key, headers, value == null ? null : value.getBytes(UTF_8), published);
  }

  /** Any record whose value is no text. */
  void bytes(
      String topic,
      byte @Nullable [] key,
      Headers headers,
      byte @Nullable [] value,
      Instant published) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, published));
  }

  static void header(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** What was written to a topic since it was last asked for. */
  List<TestRecord<byte[], byte[]>> written(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  @Nullable Journey journey(String orderId) {
    return journeys().get(orderId);
  }

  List<String> orderIds() {
    List<String> ids = new ArrayList<>();
    try (KeyValueIterator<String, Journey> all = journeys().all()) {
      all.forEachRemaining(entry -> ids.add(entry.key));
    }
    return ids;
  }

  /** The entries of the agenda: the keys of the journeys to look at, by entry. */
  Map<String, String> agenda() {
    Map<String, String> entries = new TreeMap<>();
    KeyValueStore<String, String> agenda = driver.getKeyValueStore(JourneyTopology.AGENDA);
    try (KeyValueIterator<String, String> all = agenda.all()) {
      while (all.hasNext()) {
        KeyValue<String, String> entry = all.next();
        entries.put(entry.key, entry.value);
      }
    }
    return entries;
  }

  /** Goes on later, with the state that Kafka has: closing a driver deletes that on the disk. */
  JourneyDriver restart(Path stateDir, Duration later) {
    JourneyDriver next = new JourneyDriver(stateDir, now.plus(later));
    written("journeys-journeys-changelog")
        .forEach(
            change ->
                next.journeys()
                    .put(text(change.key()), JSON.readValue(change.value(), Journey.class)));
    KeyValueStore<String, String> agenda = next.driver.getKeyValueStore(JourneyTopology.AGENDA);
    written("journeys-agenda-changelog")
        .forEach(
            change ->
                agenda.put(
                    text(change.key()), change.value() == null ? null : text(change.value())));
    close();
    return next;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private KeyValueStore<String, Journey> journeys() {
    return driver.getKeyValueStore(JourneyTopology.JOURNEYS);
  }

  /** What a counter counts, over all of a tag's other values. */
  double count(String counter, String tag, String value) {
    return meters.find(counter).tag(tag, value).counters().stream()
        .mapToDouble(c -> c.count())
        .sum();
  }

  MeterRegistry meters() {
    return meters;
  }

  @Override
  public void close() {
    driver.close();
  }
}
