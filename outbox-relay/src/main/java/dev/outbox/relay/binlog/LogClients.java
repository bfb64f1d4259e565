package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.mysql.cj.conf.HostInfo;
import dev.outbox.relay.database.DatabaseServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes clients of the log with the address, account and TLS options of the JDBC URL. */
final class LogClients {

  private LogClients() {}

  static BinaryLogClient client(DatabaseServer server) {
    HostInfo host = server.host();
    BinaryLogClient client =
        new BinaryLogClient(host.getHost(), host.getPort(), server.username(), server.password());
    Map<String, String> options = host.getHostProperties();
    client.setSSLMode(
        SSLMode.valueOf(options.getOrDefault("sslMode", "PREFERRED").toUpperCase(Locale.ROOT)));
    if (options.containsKey("trustCertificateKeyStoreUrl")
        || options.containsKey("clientCertificateKeyStoreUrl")) {
      SSLContext context = context(options);
      client.setSslSocketFactory(socket -> wrap(context, socket));
    }
    return client;
  }

  private static SSLSocket wrap(SSLContext context, Socket socket) throws SocketException {
    try {
      return (SSLSocket)
          context
              .getSocketFactory()
              .createSocket(socket, socket.getInetAddress().getHostName(), socket.getPort(), true);
    } catch (IOException e) {
      SocketException failure = new SocketException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private static SSLContext context(Map<String, String> options) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(options, "trustCertificateKeyStore"));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(
          store(options, "clientCertificateKeyStore"),
          options.getOrDefault("clientCertificateKeyStorePassword", "").toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "The key store of the JDBC URL cannot be read: " + e.getMessage(), e);
    }
  }

  private static @Nullable KeyStore store(Map<String, String> options, String option)
      throws GeneralSecurityException, IOException {
    String url = options.get(option + "Url");
    if (url == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(options.getOrDefault(option + "Type", "JKS"));
    try (InputStream in = URI.create(url).toURL().openStream()) {
      store.load(in, options.getOrDefault(option + "Password", "").toCharArray());
    }
    return store;
  }
}
