package dev.outbox.notification.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.springframework.boot.web.server.Ssl;

/**
 * A key and its certificate for this machine, made by the JDK's keytool. Only the test trusts it.
 */
final class TestCertificate {

  private static final String PASSWORD = "secret-of-a-test";

  private final Path store;

  TestCertificate(Path directory) throws IOException, InterruptedException {
    store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  /** As {@code server.ssl.*} has it. */
  Ssl ssl() {
    Ssl ssl = new Ssl();
    ssl.setKeyStore(store.toUri().toString());
    ssl.setKeyStorePassword(PASSWORD);
    ssl.setTrustStore(store.toUri().toString());
    ssl.setTrustStorePassword(PASSWORD);
    return ssl;
  }
}
