package dev.outbox.notification.journey;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event of a journey.
 *
 * @param eventId the CloudEvents id
 * @param type the CloudEvents type
 * @param source the CloudEvents source
 * @param time the CloudEvents time: when it was written, by the clock of the writer's database
 * @param detail what its payload says in a word: the reason of an outcome, the kind of a message;
 *     null if it says nothing
 */
record Step(String eventId, String type, String source, Instant time, @Nullable String detail) {

  /** By time; events of the same microsecond always in the same order, whichever it is. */
  static final Comparator<Step> ORDER =
      Comparator.comparing(Step::time).thenComparing(Step::eventId);

  private static final Set<String> TALK = Set.of("dev.outbox.notification.SagaStalled");

  /** Whether it is of a type, in whichever version. */
  boolean is(String typeWithoutVersion) {
    return name().equals(typeWithoutVersion);
  }

  /** Whether it takes the saga further; telling that it does not move does not move it. */
  boolean moves() {
    return !TALK.contains(name());
  }

  private String name() {
    return type.replaceFirst("\\.v[0-9]+$", "");
  }
}
