package dev.outbox.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * An authority, and what it has signed for a server on this machine, made by the JDK's keytool as
 * docs/security.md describes it. For tests.
 */
public final class Certificates {

  private static final String[] NEW_KEY = {
    "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2"
  };

  private final String password;
  private final Path directory;

  /** Makes them in an empty directory, with a random password. */
  public Certificates(Path directory) {
    this(directory, "store-" + UUID.randomUUID());
  }

  private Certificates(Path directory, String password) {
    this.directory = directory;
    this.password = password;
    keytool("ca", NEW_KEY, "-alias", "ca", "-dname", "CN=Demo CA", "-ext", "bc:c");
    keytool("ca", "-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"));
    keytool("server", NEW_KEY, "-alias", "server", "-dname", "CN=localhost");
    keytool("server", "-certreq", "-alias", "server", "-file", file("server.csr"));
    keytool(
        "ca",
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-validity",
        "2",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-infile",
        file("server.csr"),
        "-outfile",
        file("server.pem"));
    importing("server", "ca", "ca.pem");
    importing("server", "server", "server.pem");
    importing("trust", "ca", "ca.pem");
    pem();
  }

  /** Makes those of another authority in another empty directory, with the same password. */
  public Certificates ofAnotherAuthority(Path elsewhere) {
    return new Certificates(elsewhere, password);
  }

  /** The password of all stores. */
  public String password() {
    return password;
  }

  /** The key and certificate of the server. */
  public Path keyStore() {
    return store("server");
  }

  /** Who signed for it. */
  public Path trustStore() {
    return store("trust");
  }

  /** What mysqld takes. */
  public String[] mysqld() {
    return new String[] {
      "--require-secure-transport=ON",
      "--ssl-ca=" + file("ca.pem"),
      "--ssl-cert=" + file("server.pem"),
      "--ssl-key=" + file("server-key.pem")
    };
  }

  private void importing(String store, String alias, String file) {
    keytool(store, "-importcert", "-noprompt", "-alias", alias, "-file", file(file));
  }

  /** The server's key by itself, for mysqld. */
  private void pem() {
    try (InputStream in = Files.newInputStream(keyStore())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      byte[] key = keys.getKey("server", password.toCharArray()).getEncoded();
      Files.writeString(
          Path.of(file("server-key.pem")),
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(key)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String store, String[] first, String... rest) {
    List<String> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(rest));
    keytool(store, all.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-keystore", store(store).toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", password));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path store(String name) {
    return directory.resolve(name + ".p12");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }
}
