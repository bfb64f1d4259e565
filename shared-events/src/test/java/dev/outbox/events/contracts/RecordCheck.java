package dev.outbox.events.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.EventType;
import dev.outbox.events.EventTypes;
import dev.outbox.events.InvalidEventException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records and schemas say the same: what a record writes satisfies its schema, and what satisfies
 * the schema can be read. Both are tried with random values; {@code -Dcontracts.seed=N} tries those
 * of an earlier run again.
 */
final class RecordCheck implements ContractCheck {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int TRIES = 200;

  private final long seed = Long.getLong("contracts.seed", System.nanoTime() % 1_000_000);

  @Override
  public Stream<Finding> check(Contracts contracts) {
    Stream<Finding> unnamed =
        contracts.records().keySet().stream()
            .filter(name -> !contracts.versions().containsKey(name))
            .map(name -> new Finding(name, "has a record, but no schemas/%s.json".formatted(name)));
    Stream<Finding> versions =
        contracts.versions().values().stream()
            .flatMap(
                version ->
                    check(contracts, version).map(fault -> new Finding(version.name(), fault)));
    return Stream.concat(unnamed, versions);
  }

  private Stream<String> check(Contracts contracts, EventVersion version) {
    Class<? extends Event> type = contracts.records().get(version.name());
    if (type != null) {
      List<String> faults = new ArrayList<>(names(type, version));
      fields("", type, version.schema(), faults);
      // One that disagrees about fields fails on every value.
      return faults.isEmpty()
          ? Stream.of(written(type, version), read(type, version)).flatMap(f -> f)
          : faults.stream();
    }
    boolean newest = contracts.newest(version.name().event()).filter(version::equals).isPresent();
    return newest
        ? Stream.of("is the newest version, but no record has its @EventType")
        : Stream.of();
  }

  private static List<String> names(Class<? extends Event> type, EventVersion version) {
    List<String> faults = new ArrayList<>();
    EventType annotation = EventTypes.of(type);
    VersionName name = version.name();
    if (!annotation.schema().equals(version.schema().path("$id").asString(""))) {
      faults.add(
          "@EventType(schema) of %s is not the schema's $id, but %s"
              .formatted(type.getSimpleName(), annotation.schema()));
    }
    if (!name.event().endsWith("." + annotation.aggregate() + "." + name.simpleName())
        || !type.getSimpleName().replaceFirst("V[0-9]+$", "").equals(name.simpleName())) {
      faults.add(
          "%s of the aggregate %s must be named ….%s.%s.vN"
              .formatted(
                  type.getSimpleName(),
                  annotation.aggregate(),
                  annotation.aggregate(),
                  type.getSimpleName()));
    }
    return faults;
  }

  private static void fields(String path, Class<?> type, JsonNode schema, List<String> faults) {
    Set<String> inRecord = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      inRecord.add(component.getName());
      JsonNode field = schema.path("properties").path(component.getName());
      String at = path + component.getName();
      if (field.isMissingNode()) {
        faults.add("the record has the field %s, the schema has not".formatted(at));
      } else if (component.getType().isEnum()) {
        sameConstants(at, component.getType(), field, faults);
      } else if (component.getType().isRecord()) {
        fields(at + ".", component.getType(), field, faults);
      } else if (component.getGenericType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> element
          && element.isRecord()) {
        fields(at + "[].", element, field.path("items"), faults);
      }
    }
    schema.path("properties").propertyNames().stream()
        .filter(name -> !inRecord.contains(name))
        .forEach(
            name ->
                faults.add(
                    "the schema has the field %s%s, the record has not".formatted(path, name)));
  }

  private static void sameConstants(String at, Class<?> type, JsonNode field, List<String> faults) {
    Set<String> inRecord = new LinkedHashSet<>();
    Arrays.stream(type.getEnumConstants()).forEach(constant -> inRecord.add(constant.toString()));
    Set<String> inSchema = new LinkedHashSet<>();
    field.path("enum").forEach(value -> inSchema.add(value.asString()));
    if (!inRecord.equals(inSchema)) {
      faults.add(
          "%s is one of %s in the record, one of %s in the schema"
              .formatted(at, inRecord, inSchema));
    }
  }

  private Stream<String> written(Class<? extends Event> type, EventVersion version) {
    for (int i = 0; i < TRIES; i++) {
      String json = EventJson.write(RandomEvents.of(type, seed + i));
      List<String> violations = version.violations(JSON.readTree(json));
      if (!violations.isEmpty()) {
        return Stream.of(
            "%s writes what its schema does not allow, %s: %s (-Dcontracts.seed=%d)"
                .formatted(type.getSimpleName(), String.join(", ", violations), json, seed + i));
      }
    }
    return Stream.empty();
  }

  private Stream<String> read(Class<? extends Event> type, EventVersion version) {
    for (int i = 0; i < TRIES; i++) {
      JsonNode json = new RandomJson(seed + i).of(version.schema());
      try {
        EventJson.read(type, json.toString().getBytes(UTF_8));
      } catch (InvalidEventException e) {
        return Stream.of(
            "%s does not read what its schema allows, %s: %s (-Dcontracts.seed=%d)"
                .formatted(type.getSimpleName(), e.getMessage(), json, seed + i));
      }
    }
    return Stream.empty();
  }
}
