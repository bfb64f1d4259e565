package dev.outbox.events.contracts;

import dev.outbox.events.Event;
import dev.outbox.events.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is released is as it was released. */
final class ReleaseCheck implements ContractCheck {

  @Override
  public Stream<Finding> check(Contracts contracts) {
    Stream<Finding> unreleased =
        contracts
            .unreleased()
            .map(
                version ->
                    new Finding(
                        version.name(),
                        "is not recorded as released. If its schema and its example are final:"
                            + " ./saga contracts --release"));
    Stream<Finding> released =
        contracts.releases().entrySet().stream()
            .flatMap(release -> released(contracts, release.getKey(), release.getValue()));
    return Stream.concat(unreleased, released);
  }

  private static Stream<Finding> released(Contracts contracts, VersionName name, Release release) {
    List<String> faults = new ArrayList<>();
    EventVersion version = contracts.versions().get(name);
    if (version == null) {
      faults.add("is released, but its schema is gone. Released versions stay: restore it");
    } else {
      if (!version.schemaDigest().equals(release.schema())) {
        faults.add(changed("schemas", name));
      }
      if (!version.exampleDigest().equals(release.example())) {
        faults.add(changed("examples", name));
      }
    }
    Class<? extends Event> type = contracts.records().get(name);
    if (type != null) {
      String topic = topic(type);
      if (!topic.equals(release.topic())) {
        faults.add(
            "goes to %s, but is released for %s: undo that, or make it another event"
                .formatted(topic, release.topic()));
      }
      List<String> keys = KeyFields.of(type);
      if (!keys.contains(release.key())) {
        faults.add(
            ("its key is %s, but it is released with the key %s. Another key is another order of"
                    + " events: undo that, or make it another event")
                .formatted(keys.isEmpty() ? "none of its fields" : keys.get(0), release.key()));
      }
    }
    return faults.stream().map(fault -> new Finding(name, fault));
  }

  private static String changed(String folder, VersionName name) {
    VersionName next = new VersionName(name.event(), name.version() + 1);
    return ("%s/%s.json is released and was changed. What is released is frozen: undo the change,"
            + " and put it into a new version, schemas/%s.json and examples/%s.json."
            + " docs/contracts.md says how")
        .formatted(folder, name, next, next);
  }

  /** What is to be recorded of versions that are not yet. */
  static SortedMap<VersionName, Release> toRecord(Contracts contracts) {
    SortedMap<VersionName, Release> releases = new TreeMap<>();
    contracts
        .unreleased()
        .forEach(
            version -> {
              Class<? extends Event> type = contracts.records().get(version.name());
              if (type == null) {
                throw new IllegalStateException(
                    version.name() + " has no record: write one before it is released");
              }
              List<String> keys = KeyFields.of(type);
              if (keys.isEmpty()) {
                throw new IllegalStateException(
                    type.getSimpleName() + ".aggregateId() must be the value of one of its fields");
              }
              releases.put(
                  version.name(),
                  new Release(
                      topic(type), keys.get(0), version.schemaDigest(), version.exampleDigest()));
            });
    return releases;
  }

  private static String topic(Class<? extends Event> type) {
    return EventTypes.of(type).aggregate() + "-events";
  }
}
