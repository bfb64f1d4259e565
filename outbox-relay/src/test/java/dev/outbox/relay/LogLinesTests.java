package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The relay's log, set up by its application.yml: a key of an event cannot begin a line of it. */
@ExtendWith(OutputCaptureExtension.class)
class LogLinesTests {

  private static final String FORGED = "1999-12-01T00:00:00.000Z  INFO forged";

  /** Another application of this JVM may have set the log up. */
  @BeforeEach
  void theLogIsSetUpAgain() {
    LoggingSystem.get(LogLinesTests.class.getClassLoader()).cleanUp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\f"})
  void neitherAMessageNorAnExceptionCanForgeALine(String end, CapturedOutput output) {
    try (var application =
        new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).run()) {
      assertThat(application.isActive()).isTrue();
      LoggerFactory.getLogger(LogLinesTests.class)
          .warn(
              "the key 'a{}{}' is parked",
              end,
              FORGED,
              new IllegalStateException("b" + end + FORGED));
    }
    assertThat(output.getOut()).contains("forged", "\tat ", "[outbox-relay]");
    assertThat(output.getOut().split("\\R")).noneMatch(line -> line.startsWith("1999"));
  }

  /** An application without beans. */
  static class Nothing {}
}
