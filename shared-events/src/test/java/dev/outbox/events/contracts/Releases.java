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
}
