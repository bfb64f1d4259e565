package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Certificates;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker gets a certificate of another authority while the relay runs. */
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "brokers as processes are given files and settings")
@ExtendWith(StackExtension.class)
class RotatedCertificateIntegrationTests {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final MysqlServer mysql;
  private Certificates former;
  private Certificates latter;

  /** The stores of the broker, of the test, and of the relay. */
  private Path keys;

  private Path trust;
  private Path trustOfRelay;

  RotatedCertificateIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @BeforeEach
  void makeCertificates(@TempDir Path directory) throws IOException {
    former = new Certificates(Files.createDirectory(directory.resolve("former")));
    latter = former.ofAnotherAuthority(Files.createDirectory(directory.resolve("latter")));
    keys = Files.copy(former.keyStore(), directory.resolve("keys.p12"));
    trust = Files.copy(former.trustStore(), directory.resolve("trust.p12"));
    trustOfRelay = Files.copy(former.trustStore(), directory.resolve("relay.p12"));
  }

  @Test
  void aRelayGoesOnWithoutARestartOnceItsTrustStoreIsReplaced() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (KafkaBroker kafka = KafkaBroker.launch(broker(), client());
        RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), settings(kafka))) {
      String first = outbox.append("k", "1");
      relay.awaitDrained(outbox);

      kafka.stop();
      replace(latter.keyStore(), keys);
      replace(latter.trustStore(), trust);
      kafka.start();
      String second = outbox.append("k", "2");
      await().atMost(LONG).untilAsserted(() -> assertSaysWhatToDo(relay, outbox));
      assertThat(outbox.rows()).isEqualTo(1);

      replace(latter.trustStore(), trustOfRelay);
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(200);
      assertThat(new TopicReader(kafka, outbox.topic(), client()).ids())
          .containsExactly(first, second);
    }
  }

  private static void assertSaysWhatToDo(RunningRelay relay, TestOutbox outbox) {
    assertThat(relay.outbox(outbox).get("state").asString()).isEqualTo("WAITING_FOR_KAFKA");
    assertThat(relay.outbox(outbox).get("error").asString())
        .contains("the TLS handshake failed", "PKIX")
        .contains("put the authority that signed it into the trust store");
    assertThat(relay.checks(outbox).get("Kafka").toString()).contains("the TLS handshake failed");
  }

  private static void replace(Path with, Path store) throws IOException {
    Files.copy(with, store, StandardCopyOption.REPLACE_EXISTING);
  }

  private Map<String, String> broker() {
    return Map.of(
        "listener.security.protocol.map",
        "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "ssl.keystore.location",
        keys.toString(),
        "ssl.keystore.password",
        former.password(),
        "ssl.truststore.location",
        trust.toString(),
        "ssl.truststore.password",
        former.password());
  }

  private Map<String, Object> client() {
    return Map.of(
        "security.protocol",
        "SSL",
        "ssl.truststore.location",
        trust.toString(),
        "ssl.truststore.password",
        former.password());
  }

  private String[] settings(KafkaBroker kafka) {
    return new String[] {
      "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
      "--spring.kafka.security.protocol=SSL",
      "--spring.kafka.ssl.trust-store-location=file:" + trustOfRelay,
      "--spring.kafka.ssl.trust-store-password=" + former.password(),
      "--spring.kafka.ssl.trust-store-type=PKCS12"
    };
  }
}
