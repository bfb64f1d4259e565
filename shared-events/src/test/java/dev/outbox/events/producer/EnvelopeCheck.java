package dev.outbox.events.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What every event is held to, whoever writes it and whatever it says. */
final class EnvelopeCheck {

  private static final int LARGEST = 900 * 1024;
  private static final Pattern UUID_V7 =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private EnvelopeCheck() {}

  /** What is wrong; empty if nothing is. */
  static List<String> faults(WrittenEvent event) {
    List<String> faults = new ArrayList<>();
    if (!UUID_V7.matcher(event.id()).matches()) {
      faults.add(
          "its id must be a UUIDv7, was '%s': let Outbox.append make it".formatted(event.id()));
    }
    if (event.aggregateId().isBlank()) {
      faults.add("its key is blank: aggregateId() must name what keeps its order");
    }
    if (event.traceparent() != null && !TRACEPARENT.matcher(event.traceparent()).matches()) {
      faults.add("its traceparent is not that of W3C: '%s'".formatted(event.traceparent()));
    }
    if (event.traceparent() == null && event.tracestate() != null) {
      faults.add("it has a tracestate without a traceparent");
    }
    int bytes = event.payload().getBytes(UTF_8).length;
    if (bytes > LARGEST) {
      faults.add(
          "its payload has %d bytes, more than the %d that outbox.max-payload-size allows by default: make it smaller"
              .formatted(bytes, LARGEST));
    }
    return faults;
  }
}
