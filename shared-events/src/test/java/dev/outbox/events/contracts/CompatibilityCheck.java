package dev.outbox.events.contracts;

import java.util.stream.Stream;

/**
 * Whoever reads by a new version can read what was written by any version before it: topics keep
 * old events, and services are not all updated at once.
 */
final class CompatibilityCheck implements ContractCheck {

  @Override
  public Stream<Finding> check(Contracts contracts) {
    return contracts.versions().values().stream()
        .flatMap(
            version ->
                contracts.before(version.name()).stream()
                    .flatMap(earlier -> check(contracts, earlier, version)));
  }

  private static Stream<Finding> check(
      Contracts contracts, EventVersion earlier, EventVersion version) {
    Stream<String> fields =
        Compatibility.breaks(Draft07.closed(earlier.schema()), Draft07.closed(version.schema()))
            .values()
            .stream()
            .map(difference -> describe(difference, earlier.name()));
    Release before = contracts.releases().get(earlier.name());
    Release now = contracts.releases().get(version.name());
    Stream<String> places =
        before == null || now == null
            ? Stream.empty()
            : Stream.of(
                    differs("topic", before.topic(), now.topic(), earlier.name()),
                    differs("key", before.key(), now.key(), earlier.name()))
                .filter(fault -> !fault.isEmpty());
    return Stream.concat(fields, places)
        .map(
            fault ->
                new Finding(
                    version.name(),
                    fault
                        + ". A new version must read what all before it wrote: make it so, or make"
                        + " it an event of another name"));
  }

  private static String describe(FieldDifference difference, VersionName earlier) {
    String field = difference.field();
    String before = earlier.shortName();
    if (difference.read() == null) {
      return "%s is gone, which %s has".formatted(field, before);
    }
    if (difference.written() == null) {
      return "%s is new and required, and %s does not have it".formatted(field, before);
    }
    if (difference.isMissing()) {
      return "%s is required now, and %s may lack it".formatted(field, before);
    }
    return "%s was %s in %s and is %s"
        .formatted(field, difference.written(), before, difference.read());
  }

  private static String differs(String what, String before, String now, VersionName earlier) {
    return before.equals(now)
        ? ""
        : "its %s is %s, that of %s is %s".formatted(what, now, earlier.shortName(), before);
  }
}
