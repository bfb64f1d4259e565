package dev.outbox.starter.sample;

import dev.outbox.events.Upcaster;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Once a {@link ThingHappened} had no text. */
@Component
public class ThingUpcaster implements Upcaster {

  public static final String V0 = "test.ThingHappened.v0";
  public static final String NO_TEXT = "no text";

  @Override
  public String from() {
    return V0;
  }

  @Override
  public String to() {
    return "test.ThingHappened.v1";
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    return payload.put("text", NO_TEXT);
  }
}
