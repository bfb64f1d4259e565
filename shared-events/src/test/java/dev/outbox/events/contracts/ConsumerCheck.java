package dev.outbox.events.contracts;

import java.util.List;
import java.util.stream.Stream;

/** Every version of an event has what its consumers read of it. */
final class ConsumerCheck implements ContractCheck {

  @Override
  public Stream<Finding> check(Contracts contracts) {
    return contracts.needs().stream().flatMap(need -> check(contracts, need));
  }

  private static Stream<Finding> check(Contracts contracts, Need need) {
    List<EventVersion> versions = contracts.versionsOf(need.event());
    if (versions.isEmpty()) {
      return Stream.of(
          new Finding(
              new VersionName(need.event(), 1),
              "%s reads it, but there is no such event".formatted(need.consumer())));
    }
    return versions.stream()
        .flatMap(version -> breaks(version, need).map(fault -> new Finding(version.name(), fault)));
  }

  /** What a consumer cannot read of a version. */
  static Stream<String> breaks(EventVersion version, Need need) {
    return Compatibility.breaks(Draft07.open(version.schema()), Draft07.open(need.schema()))
        .values()
        .stream()
        .map(
            difference ->
                "%s breaks: it reads %s, %s. Change the event, or first %s and then consumers/%s/%s.json"
                    .formatted(
                        need.consumer(),
                        difference.field(),
                        describe(difference),
                        need.consumer(),
                        need.consumer(),
                        need.event()));
  }

  private static String describe(FieldDifference difference) {
    if (difference.written() == null) {
      return "which is not there";
    }
    if (difference.isMissing()) {
      return "which may be missing";
    }
    return "which may be %s, as %s".formatted(difference.written(), difference.read());
  }
}
