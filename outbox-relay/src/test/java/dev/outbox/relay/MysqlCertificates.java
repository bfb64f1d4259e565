package dev.outbox.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The certificates that a MySQL server made for itself, as it shows them to clients. */
public record MysqlCertificates(List<Certificate> chain) {

  private static final String PASSWORD = "changeit";

  /** CLIENT_PROTOCOL_41, CLIENT_SSL and CLIENT_SECURE_CONNECTION. */
  private static final int CAPABILITIES = 0x200 | 0x800 | 0x8000;

  private static final byte UTF8MB4 = 45;

  /** Asks the server. */
  public static MysqlCertificates of(int port) throws IOException, GeneralSecurityException {
    SSLContext anything = SSLContext.getInstance("TLS");
    anything.init(null, new TrustManager[] {new TrustsAnything()}, null);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.read() | in.read() << 8 | in.read() << 16;
      in.skipNBytes(1 + length);
      OutputStream out = socket.getOutputStream();
      out.write(tlsRequest());
      out.flush();
      try (SSLSocket tls =
          (SSLSocket) anything.getSocketFactory().createSocket(socket, "127.0.0.1", port, true)) {
        tls.startHandshake();
        return new MysqlCertificates(List.of(tls.getSession().getPeerCertificates()));
      }
    }
  }

  /** Writes a key store that trusts whoever signed for the server; returns options of a URL. */
  public String trustedBy(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setCertificateEntry("mysql", chain.get(chain.size() - 1));
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return trust(file);
  }

  /** The options that name a key store. */
  public static String trust(Path file) {
    return "trustCertificateKeyStoreUrl=%s&trustCertificateKeyStorePassword=%s"
        .formatted(file.toUri(), PASSWORD);
  }

  private static byte[] tlsRequest() {
    return ByteBuffer.allocate(36)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(32 | 1 << 24) // length, and the number of the packet
        .putInt(CAPABILITIES)
        .putInt(1 << 24)
        .put(UTF8MB4)
        .array();
  }

  private static final class TrustsAnything implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
