package dev.outbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A mail server for tests, GreenMail, as a process on free ports of 127.0.0.1. It takes mails for
 * anybody by SMTP, keeps them in memory until it ends, and shows them by HTTP. It ends with the JVM
 * that launched it, even if that is killed. Safe for use by several threads.
 */
public final class MailServer implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final int port = Ports.free();
  private final int mailboxPort = Ports.free();
  private final Server server;

  private MailServer() {
    server =
        new ServerProcess(
            "The mail server",
            Directories.temporary("local-stack-"),
            command(port, mailboxPort),
            Map.of(),
            this::answers);
  }

  /**
   * Makes a server and waits until it answers, which takes some two seconds.
   *
   * @throws LocalStackException if it does not start; with the end of its log
   */
  public static MailServer launch() {
    MailServer mail = new MailServer();
    try {
      mail.start();
      return mail;
    } catch (RuntimeException e) {
      mail.close();
      throw e;
    }
  }

  /** What to run. */
  static List<String> command(int port, int mailboxPort) {
    return List.of(
        Distribution.java(),
        // Some 75,000 short mails.
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dgreenmail.smtp.hostname=127.0.0.1",
        "-Dgreenmail.smtp.port=" + port,
        "-Dgreenmail.api.hostname=127.0.0.1",
        "-Dgreenmail.api.port=" + mailboxPort,
        "-jar",
        Distribution.greenmail().toString());
  }

  /** Starts the server again, on the same ports, without mails, and waits until it answers. */
  public void start() {
    server.start();
  }

  /** Shuts the server down in order; it forgets all mails. */
  public void stop() {
    server.stop();
  }

  /** {@code kill -9}; it forgets all mails. */
  public void kill() {
    server.kill();
  }

  /** Kills the server. */
  @Override
  public void close() {
    server.close();
  }

  /** The process id of the running server. */
  public long pid() {
    return server.pid();
  }

  /** The TCP port for SMTP, the same over restarts. */
  public int port() {
    return port;
  }

  /**
   * The mails to an address.
   *
   * @return a JSON array with an object a mail, the oldest first: {@code Message-ID}, {@code
   *     subject}, {@code mimeMessage} and others; empty if there is none
   */
  public String mails(String address) {
    String user = URLEncoder.encode(address, StandardCharsets.UTF_8);
    HttpResponse<String> answer = get("/api/user/" + user + "/messages");
    // It does not know whom it never had a mail for.
    return answer.statusCode() == 200 ? answer.body() : "[]";
  }

  private boolean answers() {
    if (!Ports.accepts(port) || !Ports.accepts(mailboxPort)) {
      return false;
    }
    try {
      return get("/api/service/readiness").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + mailboxPort + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while asking the mail server", e);
    }
  }
}
