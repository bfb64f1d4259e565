package dev.outbox.benchmarks.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A packaged application of this project as a process, on a port of its own. */
public final class Application implements AutoCloseable {

  /** As the applications are meant to run; those that they are compared with have the same. */
  public static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  /** How long an application may take to start. */
  public static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final int port = freePort();
  private final ChildProcess process;

  /**
   * Starts it.
   *
   * @param name of the process
   * @param module whose jar it is
   * @param jvm further options for its JVM
   * @param arguments its own
   */
  public Application(
      String name, String module, Options options, List<String> jvm, List<String> arguments) {
    this.name = name;
    List<String> command = new ArrayList<>(JVM);
    command.addAll(jvm);
    command.add("-jar");
    command.add(options.jar(module).toString());
    command.add("--server.port=" + port);
    command.addAll(arguments);
    this.process = ChildProcess.java(name, options.work(), command);
  }

  public String name() {
    return name;
  }

  public ChildProcess process() {
    return process;
  }

  /** The address of one of its pages. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A page of it; empty if it does not answer. */
  public String get(String path) {
    process.requireAlive();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  /** Waits until a page of it has a text. */
  public void await(String path, String text) {
    Waiting.until(name + " is running", START_LIMIT, () -> get(path).contains(text));
  }

  @Override
  public void close() {
    process.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
