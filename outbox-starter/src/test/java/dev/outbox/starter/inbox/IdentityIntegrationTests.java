package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventJson;
import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHappened;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An event is known by its id; the inbox warns of another one under the same id. */
@SampleTest
@ExtendWith(OutputCaptureExtension.class)
class IdentityIntegrationTests extends ConsumerTestSupport {

  @Autowired private MeterRegistry meters;

  @Test
  void eventOfAnotherSourceUnderAKnownIdIsTold(CapturedOutput output) {
    Instance instance = instance();
    double before = conflicts();
    instance.take(ofSource(instance, "/test", "1"));
    instance.take(ofSource(instance, "/other", "2"));
    assertThat(handled("k")).containsExactly("1");
    assertThat(conflicts()).isEqualTo(before + 1);
    assertThat(output).contains("from source /other has the id " + run + "id of another event");
  }

  @Test
  void twoSourcesOfOneIdInABatchAreTold() {
    Instance instance = instance();
    double before = conflicts();
    instance.take(ofSource(instance, "/test", "1"), ofSource(instance, "/other", "2"));
    assertThat(handled("k")).containsExactly("1");
    assertThat(conflicts()).isEqualTo(before + 1);
  }

  @Test
  void eventThatIsDeliveredAgainIsADuplicateAndNoConflict() {
    Instance instance = instance();
    double before = conflicts();
    instance.take(ofSource(instance, "/test", "1"));
    instance.take(ofSource(instance, "/test", "1"));
    assertThat(handled("k")).containsExactly("1");
    assertThat(conflicts()).isEqualTo(before);
  }

  @Test
  void idThatWasRememberedWithoutOriginIsNoConflict() {
    Instance instance = instance();
    double before = conflicts();
    instance.take(ofSource(instance, "/test", "1"));
    jdbc.sql("UPDATE inbox_event SET origin = NULL WHERE id = ?").param(run + "id").update();
    instance.take(ofSource(instance, "/other", "2"));
    assertThat(handled("k")).containsExactly("1");
    assertThat(conflicts()).isEqualTo(before);
  }

  private IncomingEvent ofSource(Instance instance, String source, String text) {
    return instance.record(
        key("k"),
        Map.of("ce_id", run + "id", "ce_source", source),
        EventJson.write(new ThingHappened(key("k"), text)));
  }

  private double conflicts() {
    var counter = meters.find("outbox.inbox.events").tag("outcome", "conflicting").counter();
    return counter == null ? 0 : counter.count();
  }
}
