package dev.outbox.events.contracts;

import java.util.List;

/** What is released, for the tests of services. */
public final class Releases {

  private Releases() {}

  /** The released versions of an event up to one of them, from the oldest on: their types. */
  public static List<String> upTo(String type) {
    VersionName newest = VersionName.of(type);
    return Contracts.filesOfProject().releases().keySet().stream()
        .filter(name -> name.event().equals(newest.event()) && name.version() <= newest.version())
        .map(VersionName::toString)
        .toList();
  }

  /** The types of the versions that are released for a topic. */
  public static List<String> on(String topic) {
    return Contracts.filesOfProject().releases().entrySet().stream()
        .filter(release -> release.getValue().topic().equals(topic))
        .map(release -> release.getKey().toString())
        .toList();
  }

  /** The types that a consumer declares to read: all versions of its events. */
  public static List<String> readBy(String consumer) {
    Contracts contracts = Contracts.filesOfProject();
    return contracts.needs().stream()
        .filter(need -> need.consumer().equals(consumer))
        .flatMap(need -> contracts.versionsOf(need.event()).stream())
        .map(version -> version.name().toString())
        .toList();
  }
}
