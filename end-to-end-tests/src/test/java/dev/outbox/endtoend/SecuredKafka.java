package dev.outbox.endtoend;

import static java.util.Map.entry;

import dev.outbox.localstack.Certificates;
import dev.outbox.localstack.KafkaBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * A broker that talks TLS, knows the four applications, two by PLAIN and two by SCRAM, and lets
 * them do what deploy/kafka/acls.sh says, and nothing else.
 */
final class SecuredKafka {

  private static final List<String> USERS =
      List.of("order-service", "inventory-service", "notification-service", "outbox-relay");
  private static final List<String> OF_SCRAM = List.of("inventory-service", "outbox-relay");

  private final Certificates certificates;
  private final String broker = "broker-" + UUID.randomUUID();
  private final Map<String, String> passwords =
      USERS.stream().collect(Collectors.toMap(user -> user, user -> "kafka-" + UUID.randomUUID()));

  SecuredKafka(Certificates certificates) {
    this.certificates = certificates;
  }

  KafkaBroker launch() throws Exception {
    KafkaBroker kafka = KafkaBroker.launch(settings(), client());
    Map<String, Object> reaching = new HashMap<>(client());
    reaching.put("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(reaching)) {
      Acls.ofTheScript().give(admin);
      admin
          .alterUserScramCredentials(OF_SCRAM.stream().map(this::credentials).toList())
          .all()
          .get();
      return kafka;
    } catch (Exception e) {
      kafka.close();
      throw e;
    }
  }

  private UserScramCredentialAlteration credentials(String user) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), passwords.get(user));
  }

  List<String> passwords() {
    List<String> all = new ArrayList<>(passwords.values());
    all.add(broker);
    return all;
  }

  /** What an application takes to log in, as docs/security.md tells it. */
  Map<String, String> environment(String application) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_USERNAME", application);
    environment.put("KAFKA_PASSWORD", passwords.get(application));
    if (OF_SCRAM.contains(application)) {
      environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
      environment.put("KAFKA_LOGIN_MODULE", ScramLoginModule.class.getName());
    }
    return environment;
  }

  /** Who may do all. */
  Map<String, Object> client() {
    return client("broker", broker);
  }

  /** An application that logs in by PLAIN. */
  Map<String, Object> client(String user) {
    return client(user, passwords.get(user));
  }

  private Map<String, String> settings() {
    String users =
        passwords.entrySet().stream()
            .filter(user -> !OF_SCRAM.contains(user.getKey()))
            .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
            .collect(Collectors.joining());
    return Map.ofEntries(
        entry("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT"),
        entry("inter.broker.listener.name", "PLAINTEXT"),
        entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
        entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
        entry(
            "listener.name.plaintext.plain.sasl.jaas.config",
            jaas("broker", broker).replace(";", " user_broker=\"" + broker + "\"" + users + ";")),
        entry(
            "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
            ScramLoginModule.class.getName() + " required;"),
        entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        // Nobody but the broker itself gets to the controller's listener, which asks for no name.
        entry("super.users", "User:broker;User:ANONYMOUS"),
        entry("ssl.keystore.location", certificates.keyStore().toString()),
        entry("ssl.keystore.password", certificates.password()),
        entry("ssl.truststore.location", certificates.trustStore().toString()),
        entry("ssl.truststore.password", certificates.password()));
  }

  Map<String, Object> client(String user, String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        jaas(user, password),
        "ssl.truststore.location",
        certificates.trustStore().toString(),
        "ssl.truststore.password",
        certificates.password());
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }
}
