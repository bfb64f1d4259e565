package dev.outbox.events.contracts;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CloudEvents type of one version of an event: {@code dev.outbox.order.OrderPlaced.v1}.
 *
 * @param event without the version
 * @param version from 1
 */
public record VersionName(String event, int version) implements Comparable<VersionName> {

  private static final Pattern TYPE = Pattern.compile("(.+)\\.v([1-9][0-9]*)");

  /** Takes a type apart. */
  public static VersionName of(String type) {
    Matcher parts = TYPE.matcher(type);
    if (!parts.matches()) {
      throw new IllegalArgumentException(type + " has no version: it must end with .v1, .v2, …");
    }
    return new VersionName(parts.group(1), Integer.parseInt(parts.group(2)));
  }

  /** {@code OrderPlaced}. */
  public String simpleName() {
    return event.substring(event.lastIndexOf('.') + 1);
  }

  /** {@code OrderPlaced.v1}. */
  public String shortName() {
    return simpleName() + ".v" + version;
  }

  @Override
  public int compareTo(VersionName other) {
    return Comparator.comparing(VersionName::event)
        .thenComparingInt(VersionName::version)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return event + ".v" + version;
  }
}
