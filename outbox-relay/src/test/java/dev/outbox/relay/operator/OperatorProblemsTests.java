package dev.outbox.relay.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.group.Owners;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.worker.UnansweredException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;

class OperatorProblemsTests {

  private static final KafkaClients NO_KAFKA = new KafkaClients(Map.of(), Map.of(), Map.of());

  private final OperatorProblems problems =
      new OperatorProblems(
          new Owners(NO_KAFKA, new ProgressTopic(NO_KAFKA, "progress", 1, (short) 1), "group"));

  @Test
  void commandThatStillRunsIsNotCalledRefused() {
    ProblemDetail problem = problems.of(new UnansweredException(Duration.ofSeconds(30), true));
    assertThat(problem.getStatus()).isEqualTo(504);
    assertThat(problem.getDetail()).contains("still running after 30 s", "does no harm");
  }

  @Test
  void commandThatWasNotBegunChangedNothing() {
    ProblemDetail problem = problems.of(new UnansweredException(Duration.ofSeconds(30), false));
    assertThat(problem.getStatus()).isEqualTo(503);
    assertThat(problem.getDetail()).contains("Nothing was changed");
  }
}
