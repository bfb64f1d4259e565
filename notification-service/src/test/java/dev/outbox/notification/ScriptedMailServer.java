package dev.outbox.notification;

import dev.outbox.localstack.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that says what a test wants it to, step by step of the conversation: {@code
 * CONNECT}, {@code EHLO}, {@code MAIL}, {@code RCPT}, {@code DATA}, {@code .} (the end of a mail)
 * and {@code QUIT}.
 */
final class ScriptedMailServer implements AutoCloseable {

  /** In place of an answer: none, ever. */
  static final String SILENCE = "silence";

  /** In place of an answer: the end of the connection. */
  static final String HANG_UP = "hang up";

  private static final Map<String, String> USUAL =
      Map.of("CONNECT", "220 ready", "DATA", "354 go on", "QUIT", "221 bye");

  private final int port = Ports.free();
  private final Map<String, Deque<String>> script = new ConcurrentHashMap<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final ThreadLocal<String> lastSaid = new ThreadLocal<>();
  private volatile ServerSocket server;

  /** A mail that came to its end, whatever was answered then. */
  record Mail(String recipient, String text) {

    String header(String name) {
      return text.lines()
          .filter(line -> line.startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  int port() {
    return port;
  }

  void start() {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerSocket accepting = server;
    daemon(
        () -> {
          while (true) {
            Socket connection = accepting.accept();
            connections.add(connection);
            daemon(() -> talk(connection));
          }
        });
  }

  /** Ends as if killed. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is answered at a step to each mail for a recipient, one after the other; then as usual.
   */
  void answer(String recipient, String step, String... answers) {
    script.put(step + recipient, new ArrayDeque<>(List.of(answers)));
  }

  /** What is answered at a step to everybody, one after the other; then as usual. */
  void answerAll(String step, String... answers) {
    answer("", step, answers);
  }

  /** Forgets what was to be answered to everybody at a step. */
  void answerAllAsUsual(String step) {
    script.remove(step);
  }

  /** The mails for a recipient that came to their end. */
  List<Mail> mails(String recipient) {
    return mails.stream().filter(mail -> mail.recipient().equals(recipient)).toList();
  }

  /** The mails that came to their end and have a text in them, for any recipient. */
  List<Mail> mailsAbout(String text) {
    return mails.stream().filter(mail -> mail.text().contains(text)).toList();
  }

  private void talk(Socket connection) throws IOException {
    try (connection;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String recipient = "";
      if (!say(connection, "CONNECT", recipient)) {
        return;
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String step = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (step.equals("RCPT")) {
          recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
        if (!say(connection, step, recipient)) {
          return;
        }
        if (step.equals("DATA") && lastSaid.get().startsWith("354")) {
          mails.add(new Mail(recipient, text(in)));
          if (!say(connection, ".", recipient)) {
            return;
          }
        }
      }
    } finally {
      connections.remove(connection);
    }
  }

  private static String text(BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** Returns false if that was the end. */
  private boolean say(Socket connection, String step, String recipient) throws IOException {
    String answer = next(step + recipient);
    if (answer == null) {
      answer = next(step);
    }
    if (answer == null) {
      answer = USUAL.getOrDefault(step, "250 fine");
    }
    lastSaid.set(answer);
    if (answer.equals(HANG_UP)) {
      return false;
    }
    if (!answer.equals(SILENCE)) {
      OutputStream out = connection.getOutputStream();
      out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return true;
  }

  private String next(String key) {
    Deque<String> answers = script.get(key);
    if (answers == null) {
      return null;
    }
    synchronized (answers) {
      return answers.poll();
    }
  }

  private interface Talk {
    void run() throws IOException;
  }

  private static void daemon(Talk talk) {
    Thread thread =
        new Thread(
            () -> {
              try {
                talk.run();
              } catch (IOException e) {
                // The other side has left, or this one was closed.
              }
            },
            "scripted-mail-server");
    thread.setDaemon(true);
    thread.start();
  }
}
