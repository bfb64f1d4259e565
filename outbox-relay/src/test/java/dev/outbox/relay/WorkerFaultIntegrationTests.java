package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No failure ends a server's thread in silence. */
@ExtendWith(StackExtension.class)
class WorkerFaultIntegrationTests {

  private static final Semaphore FAILURES = new Semaphore(0);

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  WorkerFaultIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void anErrorInTheServersThreadIsSaidAndTriedAgain() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String interceptor =
        "--spring.kafka.producer.properties.interceptor.classes=" + Failing.class.getName();
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), interceptor)) {
      relay.awaitState(outbox, "RUNNING");
      FAILURES.release(1_000);
      String id = outbox.append("k", "1");
      relay.awaitState(outbox, "BLOCKED");
      assertThat(relay.outbox(outbox).get("error").asString()).contains("NoClassDefFoundError");
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      FAILURES.drainPermits();
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(new TopicReader(kafka, outbox.topic()).ids()).containsExactly(id);
    } finally {
      FAILURES.drainPermits();
    }
  }

  @Test
  void aProducerWhoseBrokersHaveNoAddressIsWaitedFor() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            List.of(outbox),
            "--spring.kafka.producer.bootstrap-servers=nowhere.invalid:9092")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(relay.outbox(outbox).get("error").asString())
                      .contains("No resolvable bootstrap urls"));
      assertThat(relay.outbox(outbox).get("state").asString()).isEqualTo("WAITING_FOR_KAFKA");
    }
  }

  /** Fails as a class that cannot be loaded would. */
  public static final class Failing implements ProducerInterceptor<byte[], byte[]> {

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
      if (FAILURES.tryAcquire()) {
        throw new NoClassDefFoundError("of a test");
      }
      return sent;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure) {}

    @Override
    public void close() {}
  }
}
