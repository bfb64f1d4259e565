package dev.outbox.relay.binlog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.MysqlCertificates;
import dev.outbox.relay.database.DatabaseServer;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class LogClientsIntegrationTests {

  /** Trusts the usual authorities, not the one that MySQL has made for itself. */
  private static final Path USUAL =
      Path.of(System.getProperty("java.home"), "lib/security/cacerts");

  /** A client that lets itself be fooled would read on and on. */
  private static final long LIMIT_MILLIS = 10_000;

  @Test
  void aServerThatTheTrustStoreDoesNotKnowIsNotRead(MysqlServer mysql) throws IOException {
    String url = mysql.jdbcUrl("") + "?sslMode=VERIFY_CA&" + MysqlCertificates.trust(USUAL);
    try (DatabaseServer server =
        new DatabaseServer("main", url, mysql.adminUsername(), mysql.adminPassword())) {
      BinaryLogClient client = LogClients.client(server);
      try {
        assertThatThrownBy(() -> client.connect(LIMIT_MILLIS))
            .hasStackTraceContaining(SSLHandshakeException.class.getName());
      } finally {
        client.disconnect();
      }
    }
  }
}
