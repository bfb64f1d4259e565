package dev.outbox.events.producer;

import dev.outbox.events.EventContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What shared-events says of the events of one service: which types it writes ({@code
 * producers.json}), and of each its schema, its topic and its key ({@code released.json}). A
 * service that is not named there writes events of its own, of which nothing is known.
 */
final class ProducerContract {

  private static final String FOLDER = "/dev/outbox/events/";
  private static final String TOPIC_SUFFIX = "-events";
  private static final JsonMapper JSON = new JsonMapper();

  private final String service;
  private final JsonNode producers = read("producers.json");
  private final JsonNode released = read("released.json");

  ProducerContract(String service) {
    this.service = service;
  }

  /** What is wrong; empty if nothing is. */
  List<String> faults(WrittenEvent event) {
    List<String> faults = new ArrayList<>(EnvelopeCheck.faults(event));
    typeFault(event.type()).ifPresent(faults::add);
    if (hasSchema(event.type())) {
      contentFaults(event, faults);
    }
    return faults;
  }

  private Optional<String> typeFault(String type) {
    if (typesOf(service).anyMatch(type::equals)) {
      return Optional.empty();
    }
    if (!hasSchema(type)) {
      return producers.has(service)
          ? Optional.of(
              "its type is unknown: add schemas/%s.json to shared-events, and name the type in producers.json"
                  .formatted(type))
          : Optional.empty();
    }
    List<String> writers =
        producers.propertyNames().stream()
            .filter(other -> typesOf(other).anyMatch(type::equals))
            .toList();
    return Optional.of(
        "%s must not write this type, which producers.json gives to %s: %s may write %s"
            .formatted(service, writers, service, typesOf(service).toList()));
  }

  private void contentFaults(WrittenEvent event, List<String> faults) {
    EventContract contract = EventContract.of(event.type());
    String schemaId = contract.schema().get("$id").asString();
    if (!schemaId.equals(event.dataschema())) {
      faults.add(
          "its dataschema must be %s, was %s: @EventType of the record names it"
              .formatted(schemaId, event.dataschema()));
    }
    JsonNode payload;
    try {
      payload = JSON.readTree(event.payload());
    } catch (JacksonException e) {
      faults.add("its payload is no JSON: " + e.getOriginalMessage());
      return;
    }
    contract
        .violations(payload)
        .forEach(fault -> faults.add("its payload is not what its schema allows: " + fault));
    JsonNode release = released.path(event.type());
    if (release.isObject()) {
      releaseFaults(event, payload, release, faults);
    }
  }

  private static void releaseFaults(
      WrittenEvent event, JsonNode payload, JsonNode release, List<String> faults) {
    String topic = release.get("topic").asString();
    if (!topic.equals(event.aggregateType() + TOPIC_SUFFIX)) {
      faults.add(
          "its aggregatetype '%s' sends it to %s%s, but it is released for %s: @EventType of the record names the aggregate"
              .formatted(event.aggregateType(), event.aggregateType(), TOPIC_SUFFIX, topic));
    }
    String field = release.get("key").asString();
    @Nullable String key = payload.path(field).asString(null);
    if (!Objects.equals(key, event.aggregateId())) {
      faults.add(
          "its key is '%s', but it is released with the key %s, which is '%s' here: aggregateId() of the record must return that"
              .formatted(event.aggregateId(), field, key));
    }
  }

  private Stream<String> typesOf(String producer) {
    return producers.path(producer).valueStream().map(JsonNode::asString);
  }

  private static boolean hasSchema(String type) {
    return EventContract.class.getResource(FOLDER + "schemas/" + type + ".json") != null;
  }

  private static JsonNode read(String file) {
    try (InputStream in = EventContract.class.getResourceAsStream(FOLDER + file)) {
      return JSON.readTree(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
