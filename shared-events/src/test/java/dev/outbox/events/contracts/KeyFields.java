package dev.outbox.events.contracts;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds out which field of an event is its key. */
final class KeyFields {

  private static final JsonMapper JSON = new JsonMapper();

  private KeyFields() {}

  /** The fields that have the value of {@code aggregateId()} in each of several random events. */
  static List<String> of(Class<? extends Event> type) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Event event = RandomEvents.of(type, i);
      JsonNode payload = JSON.readTree(EventJson.write(event));
      List<String> same =
          payload
              .propertyStream()
              .filter(field -> field.getValue().asString("").equals(event.aggregateId()))
              .map(Map.Entry::getKey)
              .toList();
      if (i == 0) {
        fields.addAll(same);
      } else {
        fields.retainAll(same);
      }
    }
    return fields;
  }
}
