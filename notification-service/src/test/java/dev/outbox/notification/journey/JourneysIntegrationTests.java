package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.EventContract;
import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.Database;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.TestStack;
import dev.outbox.starter.testing.Publisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Journeys on a real Kafka, by one instance and by two. */
@ExtendWith(ProducedEvents.class)
class JourneysIntegrationTests {

  private static final Duration LONG = JourneyInstance.LONG;
  private static final String STALLED = "dev.outbox.notification.SagaStalled.v1";
  private static final String[] SETTINGS = {
    "--journeys.stalled-after=2s",
    "--journeys.check-interval=200ms",
    "--journeys.stream-clients=3",
    "--journeys.stream-heartbeat=200ms"
  };

  @TempDir private static Path state;
  private static KafkaBroker kafka;
  private static Database database;
  private static Publisher publisher;
  private static JourneyInstance instance;

  private final String order = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    kafka = KafkaBroker.launch();
    database = TestStack.shared().mysql().createDatabase();
    instance = start("1").awaitRunning();
    publisher = new Publisher(kafka.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    publisher.close();
    instance.close();
    kafka.close();
  }

  private static JourneyInstance start(String name) {
    return JourneyInstance.start(kafka, database, state.resolve(name), SETTINGS);
  }

  @Test
  void anOrdersJourneyAppearsAndEnds() {
    place(order);
    confirm(order);
    JsonNode journey = instance.awaitJourney(order, j -> j.get("ended").asBoolean());
    assertThat(journey.get("state").asString()).isEqualTo("CONFIRMED");
    assertThat(journey.get("steps")).hasSize(4);
    assertThat(journey.at("/steps/1/tookSeconds").isNumber()).isTrue();
    assertThat(list(instance, "/journeys?state=CONFIRMED&limit=100")).contains(order);
    assertThat(list(instance, "/journeys?state=PENDING&limit=100")).doesNotContain(order);
  }

  @Test
  void whatAnEventBringsAboutIsOneTransaction() {
    assertThat(instance.bean(StreamsBuilderFactoryBean.class).getStreamsConfiguration())
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2)
        .containsKey(StreamsConfig.APPLICATION_SERVER_CONFIG);
  }

  @Test
  void aSagaThatDoesNotMoveIsListedAndTellsSoOnceAndClears() {
    place(order);
    instance.awaitJourney(order, journey -> journey.get("steps").size() == 2);
    assertThat(instance.get("/journeys/" + order).getBody().get("stalled").asBoolean()).isTrue();
    assertThat(list(instance, "/journeys?stalledFor=1s&limit=100")).contains(order);
    String later = UUID.randomUUID().toString();
    place(later);
    instance.awaitJourney(later, journey -> journey.get("steps").size() == 2);
    List<ConsumerRecord<String, String>> raised = stalled(order);
    assertThat(raised).hasSize(1);
    assertThat(EventContract.of(STALLED).violations(raised.get(0).value())).isEmpty();
    int stalled = stalledByHealth();
    assertThat(stalled).isGreaterThanOrEqualTo(2);
    confirm(order);
    instance.awaitJourney(order, j -> j.get("ended").asBoolean());
    assertThat(list(instance, "/journeys?stalledFor=1s&limit=100")).doesNotContain(order);
    await().atMost(LONG).untilAsserted(() -> assertThat(stalledByHealth()).isLessThan(stalled));
    assertThat(stalled(order)).hasSize(1);
  }

  @Test
  void theStreamGoesOnWhereAClientStopped() throws IOException, InterruptedException {
    String before = UUID.randomUUID().toString();
    String lastEventId;
    try (StreamReader stream = new StreamReader(instance.url(), null)) {
      await().atMost(LONG).until(() -> stream.lastEventId() != null);
      place(before);
      confirm(before);
      await().atMost(LONG).until(() -> stream.stepsOf(before).equals(List.of(1, 2, 3, 4)));
      await().atMost(LONG).until(() -> stream.comments() > 1);
      lastEventId = stream.lastEventId();
    }
    place(order);
    confirm(order);
    instance.awaitJourney(order, j -> j.get("ended").asBoolean());
    try (StreamReader stream = new StreamReader(instance.url(), lastEventId)) {
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(stream.stepsOf(order)).containsExactly(1, 2, 3, 4));
      assertThat(stream.stepsOf(before)).isEmpty();
    }
  }

  @Test
  void clientsOfTheStreamThatAreGoneMakeRoomAndTooManyAreRefused()
      throws IOException, InterruptedException {
    JourneyFeed feed = instance.bean(JourneyFeed.class);
    await().atMost(LONG).until(() -> feed.clients() == 0);
    List<StreamReader> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(new StreamReader(instance.url(), null));
    }
    assertThat(readers).extracting(StreamReader::status).containsOnly(200);
    var refused = instance.get("/journeys/stream");
    assertThat(refused.getStatusCode().value()).isEqualTo(503);
    assertThat(refused.getHeaders().getFirst("Retry-After")).isNotNull();
    assertThat(refused.getBody().get("detail").asString()).contains("3 clients");
    readers.forEach(StreamReader::close);
    await().atMost(LONG).until(() -> feed.clients() == 0);
  }

  @Test
  void whatCannotBeReadIsKeptAside() {
    publisher.send("order-events", order, Map.of(), "{}");
    publisher.send("order-events", "garbage", headers(order, "order.OrderPlaced", 0), "nonsense");
    place(order);
    instance.awaitJourney(order, journey -> is(journey, "PENDING"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(read(JourneyTopology.UNREADABLE))
                    .extracting(ConsumerRecord::key)
                    .contains(order, "garbage"));
  }

  @Test
  void twoInstancesAnswerForEachOtherAndOneGoesOnAlone() {
    List<String> orders = Stream.generate(() -> UUID.randomUUID().toString()).limit(40).toList();
    try (JourneyInstance other = start("2")) {
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                other.awaitRunning();
                assertThat(partitions(other)).isPositive().isLessThan(6);
                assertThat(partitions(instance)).isEqualTo(6 - partitions(other));
              });
      orders.forEach(JourneysIntegrationTests::place);
      for (String id : orders) {
        instance.awaitJourney(id, journey -> is(journey, "PENDING"));
        other.awaitJourney(id, journey -> is(journey, "PENDING"));
      }
      List<String> here = local(instance, orders);
      List<String> there = local(other, orders);
      assertThat(here).isNotEmpty().doesNotContainAnyElementsOf(there);
      assertThat(there).isNotEmpty();
      assertThat(here.size() + there.size()).isEqualTo(40);
      for (JourneyInstance asked : List.of(instance, other)) {
        assertThat(list(asked, "/journeys?state=PENDING&limit=100")).containsAll(orders);
      }
      String foreign = there.get(0);
      assertThat(instance.getForwarded("/journeys/" + foreign).getStatusCode().value())
          .isEqualTo(503);
      assertThat(other.get("/journeys/" + UUID.randomUUID()).getStatusCode().value())
          .isEqualTo(404);
    }
    instance.awaitRunning();
    for (String id : orders) {
      instance.awaitJourney(id, journey -> is(journey, "PENDING"));
    }
  }

  @Test
  void journeysAreKeptWhenTheServiceAndItsDiskAreNew() {
    place(order);
    confirm(order);
    instance.awaitJourney(order, j -> j.get("ended").asBoolean());
    instance.close();
    instance = start("1").awaitRunning();
    assertThat(instance.get("/journeys/" + order).getBody().get("steps")).hasSize(4);
    instance.close();
    instance = start("another disk").awaitRunning();
    assertThat(instance.get("/journeys/" + order).getBody().get("steps")).hasSize(4);
  }

  private static int partitions(JourneyInstance of) {
    return of.bean(JourneyStreams.class).ask(KafkaStreams::metadataForLocalThreads).stream()
        .mapToInt(thread -> thread.activeTasks().size())
        .sum();
  }

  private static List<String> local(JourneyInstance of, List<String> orders) {
    return orders.stream()
        .filter(id -> of.getForwarded("/journeys/" + id).getStatusCode().value() == 200)
        .toList();
  }

  private static List<String> list(JourneyInstance of, String path) {
    List<String> ids = new ArrayList<>();
    await()
        .atMost(LONG)
        .until(() -> of.get(path), answer -> answer.getStatusCode().value() == 200)
        .getBody()
        .get("journeys")
        .forEach(journey -> ids.add(journey.get("orderId").asString()));
    return ids;
  }

  /** Of all tests: health names the first ten only. */
  private static int stalledByHealth() {
    return instance
        .get("/actuator/health")
        .getBody()
        .at("/components/journeys/details/stalled")
        .asInt();
  }

  private static boolean is(JsonNode journey, String state) {
    return journey.get("state").asString().equals(state);
  }

  private static void place(String orderId) {
    publish(orderId, "order.OrderPlaced", 0);
  }

  private static void confirm(String orderId) {
    publish(orderId, "inventory.StockReserved", 20);
    publish(orderId, "order.OrderConfirmed", 50);
    publish(orderId, "notification.NotificationSent", 70);
  }

  /** Publishes the example of an event, about an order. */
  private static void publish(String orderId, String type, int millis) {
    ObjectNode example =
        (ObjectNode) EventContract.of("dev.outbox." + type + ".v1").example().deepCopy();
    publisher.send(
        type.split("\\.")[0] + "-events",
        orderId,
        headers(orderId, type, millis),
        example.put("orderId", orderId).toString());
  }

  private static Map<String, String> headers(String orderId, String type, int millis) {
    Map<String, String> headers =
        Publisher.headers(
            UUID.nameUUIDFromBytes((orderId + type).getBytes(StandardCharsets.UTF_8)).toString(),
            "dev.outbox." + type + ".v1");
    headers.put("ce_time", Instant.parse("2026-11-23T09:30:00Z").plusMillis(millis).toString());
    return headers;
  }

  private static List<ConsumerRecord<String, String>> stalled(String orderId) {
    return read("notification-events").stream()
        .filter(record -> orderId.equals(record.key()))
        .filter(record -> header(record, "ce_type").equals(STALLED))
        .toList();
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** All that is committed in a topic. */
  private static List<ConsumerRecord<String, String>> read(String topic) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }
}
