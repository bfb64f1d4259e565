package dev.outbox.events.contracts;

import dev.outbox.events.Event;
import dev.outbox.events.EventTypes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is said about events: files and records.
 *
 * @param versions every version of every event
 * @param releases what is recorded of released versions, by type
 * @param needs what consumers read
 * @param producers the types that each service writes
 * @param records the classes of events, by type; old versions need none
 */
record Contracts(
    SortedMap<VersionName, EventVersion> versions,
    SortedMap<VersionName, Release> releases,
    List<Need> needs,
    SortedMap<String, SortedSet<VersionName>> producers,
    SortedMap<VersionName, Class<? extends Event>> records) {

  /** The contracts of this project. */
  static Contracts ofProject() {
    return ContractFiles.ofProject().read(EventRecords.ofProject());
  }

  /** The same without records, for other modules. */
  static Contracts filesOfProject() {
    return ContractFiles.ofProject().read(List.of());
  }

  static SortedMap<VersionName, Class<? extends Event>> byType(
      Collection<Class<? extends Event>> records) {
    SortedMap<VersionName, Class<? extends Event>> byType = new TreeMap<>();
    records.forEach(type -> byType.put(VersionName.of(EventTypes.of(type).value()), type));
    return byType;
  }

  /** The versions of an event, from the oldest on. */
  List<EventVersion> versionsOf(String event) {
    return versions.values().stream().filter(v -> v.name().event().equals(event)).toList();
  }

  /** The versions of the same event before this one, from the oldest on. */
  List<EventVersion> before(VersionName name) {
    return versionsOf(name.event()).stream()
        .filter(earlier -> earlier.name().version() < name.version())
        .toList();
  }

  /** The newest version of an event; empty if there is no such event. */
  Optional<EventVersion> newest(String event) {
    List<EventVersion> all = versionsOf(event);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The services that write a version. */
  List<String> producersOf(VersionName name) {
    return producers.entrySet().stream()
        .filter(service -> service.getValue().contains(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What is read of an event, a consumer each. */
  List<Need> needsOf(String event) {
    return needs.stream().filter(need -> need.event().equals(event)).toList();
  }

  /** The topics, each once. */
  List<String> topics() {
    return releases.values().stream().map(Release::topic).distinct().sorted().toList();
  }

  /** The same with further releases. */
  Contracts with(Map<VersionName, Release> more) {
    SortedMap<VersionName, Release> all = new TreeMap<>(releases);
    all.putAll(more);
    return new Contracts(versions, all, needs, producers, records);
  }

  /** Versions that are not recorded as released. */
  Stream<EventVersion> unreleased() {
    return versions.values().stream().filter(version -> !releases.containsKey(version.name()));
  }
}
