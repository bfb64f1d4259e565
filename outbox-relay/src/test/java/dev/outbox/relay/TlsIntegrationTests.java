package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How the relay logs in, and whether others can read along; for the tables and for the log. */
@ExtendWith(StackExtension.class)
class TlsIntegrationTests {

  private final MysqlServer mysql;

  TlsIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @Test
  void anAccountThatMustUseTlsIsServedWhereTheServersCertificateIsTrusted(@TempDir Path directory)
      throws Exception {
    MysqlCertificates certificates = MysqlCertificates.of(mysql.port());
    String trusting = certificates.trustedBy(directory.resolve("trust.jks")) + "&sslMode=VERIFY_CA";
    for (String options : List.of("sslMode=REQUIRED", trusting)) {
      assertPublishes("REQUIRE SSL", options);
    }
  }

  @Test
  void anAccountThatDoesNotUseTlsLogsInWithTheServersKey() {
    assertPublishes("REQUIRE NONE", "sslMode=DISABLED&allowPublicKeyRetrieval=true");
  }

  /** With an account that the server has not seen yet: the shorter login is for later ones. */
  private void assertPublishes(String requirement, String options) {
    TestOutbox outbox = TestOutbox.create(mysql);
    mysql.execute(
        """
        CREATE USER 'fresh'@'%%' IDENTIFIED WITH caching_sha2_password BY 'secret' %s;
        GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'fresh'@'%%';
        GRANT SELECT, DELETE ON %s.outbox_event TO 'fresh'@'%%';
        """
            .formatted(requirement, outbox.name()));
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            List.of(outbox),
            "--outbox.relay.servers.main.url=" + outbox.serverUrl() + "/?" + options,
            "--outbox.relay.servers.main.username=fresh",
            "--outbox.relay.servers.main.password=secret")) {
      relay.awaitState(outbox, "RUNNING");
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      assertThat(relay.outbox(outbox).get("published").asLong()).isEqualTo(1);
      assertThat(mysql.queryForLong(DUMPS)).isEqualTo(1);
    } finally {
      mysql.execute("DROP USER 'fresh'@'%'");
    }
  }

  private static final String DUMPS =
      """
      SELECT COUNT(*) FROM performance_schema.processlist
      WHERE user = 'fresh' AND command LIKE 'Binlog Dump%'
      """;
}
