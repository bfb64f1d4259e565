package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.SSLSocketFactory;
import com.mysql.cj.conf.HostInfo;
import dev.outbox.relay.database.DatabaseServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes clients of the log with the address, account and TLS options of the JDBC URL. */
final class LogClients {

  private LogClients() {}

  static BinaryLogClient client(DatabaseServer server) {
    return client(server, socket -> {});
  }

  /**
   * Makes a client.
   *
   * @param made given the socket, and then the one that encrypts, if one does
   */
  static BinaryLogClient client(DatabaseServer server, Consumer<Socket> made) {
    HostInfo host = server.host();
    BinaryLogClient client =
        new BinaryLogClient(host.getHost(), host.getPort(), server.username(), server.password());
    Map<String, String> options = host.getHostProperties();
    SSLMode mode =
        SSLMode.valueOf(options.getOrDefault("sslMode", "PREFERRED").toUpperCase(Locale.ROOT));
    client.setSSLMode(mode);
    client.setSocketFactory(() -> given(new Socket(), made));
    SSLSocketFactory encrypting = encrypting(mode, options);
    client.setSslSocketFactory(socket -> given(encrypting.createSocket(socket), made));
    return client;
  }

  private static <T extends Socket> T given(T socket, Consumer<Socket> made) {
    made.accept(socket);
    return socket;
  }

  private static SSLSocketFactory encrypting(SSLMode mode, Map<String, String> options) {
    if (options.containsKey("trustCertificateKeyStoreUrl")
        || options.containsKey("clientCertificateKeyStoreUrl")) {
      SSLContext context = context(options);
      return socket -> wrap(context, socket);
    }
    boolean verifies = mode == SSLMode.VERIFY_CA || mode == SSLMode.VERIFY_IDENTITY;
    return verifies ? new DefaultSSLSocketFactory() : new TrustingSocketFactory();
  }

  /** Encrypts without asking who it is, which is what these modes mean, in the driver too. */
  private static final class TrustingSocketFactory extends DefaultSSLSocketFactory {
    @Override
    protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
      context.init(null, new TrustManager[] {new TrustingManager()}, null);
    }
  }

  private static final class TrustingManager implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Servers are connected to, nothing else.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Any is.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
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
