package dev.outbox.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UpcastersTests {

  private final Upcasters upcasters =
      new Upcasters(
          List.of(
              step("Moved.v2", "Moved.v3", payload -> payload.put("by", "nobody")),
              step("Moved.v1", "Moved.v2", payload -> payload.put("unit", "metre"))));

  @Test
  void upcastersAreAppliedOneAfterTheOther() {
    assertThat(upcasters.readableAs("Moved.v1"))
        .containsExactly("Moved.v1", "Moved.v2", "Moved.v3");
    assertThat(upcast("{\"distance\":1}", "Moved.v1", "Moved.v3"))
        .isEqualTo("{\"distance\":1,\"unit\":\"metre\",\"by\":\"nobody\"}");
    assertThat(upcast("{\"distance\":1}", "Moved.v1", "Moved.v2"))
        .isEqualTo("{\"distance\":1,\"unit\":\"metre\"}");
  }

  @Test
  void whatNeedsNoUpcasterStaysByteForByte() {
    assertThat(upcasters.readableAs("Other.v1")).containsExactly("Other.v1");
    assertThat(upcast("{ \"distance\" : 1.0e0 }", "Moved.v3", "Moved.v3"))
        .isEqualTo("{ \"distance\" : 1.0e0 }");
  }

  @Test
  void numbersKeepAllTheirDigits() {
    String precise = "{\"distance\":0.12345678901234567890123456789";
    assertThat(upcast(precise + "}", "Moved.v2", "Moved.v3"))
        .isEqualTo(precise + ",\"by\":\"nobody\"}");
  }

  @Test
  void whatCannotBeTurnedIsNoValidEvent() {
    for (String broken : List.of("", "[]", "null", "{")) {
      assertThatThrownBy(() -> upcast(broken, "Moved.v1", "Moved.v2"))
          .as(broken)
          .isInstanceOf(InvalidEventException.class)
          .hasMessageStartingWith("Not a valid Moved.v1: ");
    }
    Upcasters failing =
        new Upcasters(
            List.of(
                step(
                    "Moved.v1",
                    "Moved.v2",
                    payload -> {
                      throw new IllegalStateException("no unit");
                    })));
    assertThatThrownBy(() -> failing.upcast("{}".getBytes(UTF_8), "Moved.v1", "Moved.v2"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("Moved.v2")
        .hasMessageContaining("no unit");
  }

  @Test
  void twoForOneTypeAndCirclesAreRefused() {
    Upcaster there = step("Moved.v1", "Moved.v2", payload -> payload);
    Upcaster back = step("Moved.v2", "Moved.v1", payload -> payload);
    assertThatThrownBy(() -> new Upcasters(List.of(there, there)))
        .hasMessageContaining("Moved.v1 has two upcasters");
    assertThatThrownBy(() -> new Upcasters(List.of(there, back))).hasMessageContaining("to itself");
  }

  private String upcast(String json, String from, String to) {
    return new String(upcasters.upcast(json.getBytes(UTF_8), from, to), UTF_8);
  }

  private static Upcaster step(String from, String to, UnaryOperator<ObjectNode> change) {
    return new Upcaster() {

      @Override
      public String from() {
        return from;
      }

      @Override
      public String to() {
        return to;
      }

      @Override
      public ObjectNode upcast(ObjectNode payload) {
        return change.apply(payload);
      }
    };
  }
}
