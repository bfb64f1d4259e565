package dev.outbox.endtoend.readme;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service that a command of the README runs, until it is closed. */
record Server(Shell shell, String command, String port, Background process)
    implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("SERVER_PORT=(\\d+)");

  // The machine may run several of them at once.
  private static final String SMALL =
      "export JAVA_TOOL_OPTIONS='-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'\n";
  // What the command forgets to name is not found, rather than found where a demo runs.
  private static final String NOWHERE =
      "export MYSQL_PORT=1 SPRING_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1\n";

  static Server start(Shell shell, DemoPorts ports, Command command) {
    String text = ports.in(command.text());
    Matcher named = PORT.matcher(text);
    String port = named.find() ? named.group(1) : ports.free();
    String script = SMALL + "export SERVER_PORT=" + port + "\n";
    if (text.contains("java -jar")) {
      script += NOWHERE;
    }
    return new Server(shell, text, port, shell.serve("server-" + port, script + text));
  }

  void awaitHealthy() {
    String health = "curl -s http://127.0.0.1:%s/actuator/health".formatted(port);
    await("health of: %s, see %s".formatted(command, process.log()))
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> shell.run(health).status() == 0);
  }

  @Override
  public void close() {
    process.close();
  }
}
