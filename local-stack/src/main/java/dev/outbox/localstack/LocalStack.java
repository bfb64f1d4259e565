package dev.outbox.localstack;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: prepares servers for whoever starts them, and looks into running ones. */
@Command(
    name = "local-stack",
    description = "A real MySQL server, a real Kafka broker and a mail server without Docker.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = CommandLine.HelpCommand.class)
final class LocalStack {

  private final PrintWriter out;

  private LocalStack(PrintWriter out) {
    this.out = out;
  }

  /**
   * Runs one command.
   *
   * @param args the command and its options; {@code help} lists them
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
    System.exit(run(out, err, args));
  }

  /** Runs one command; returns 0, 1 if it failed, 2 if it was not understood. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine =
        new CommandLine(new LocalStack(out))
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  err.println(e.getMessage());
                  return 2;
                })
            .setExecutionExceptionHandler(
                (e, command, result) -> {
                  err.println(e instanceof LocalStackException ? e.getMessage() : e.toString());
                  return 1;
                });
    int status = args.length == 0 ? commandLine.execute("help") : commandLine.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  @Command(
      name = "mysql",
      description = {
        "Makes a data directory unless there is one, and prints the command that runs a server"
            + " on it, one argument a line.",
        "Whoever starts it is the server's parent."
      })
  void mysql(
      @Option(names = "--data", required = true, paramLabel = "DIR") Path data,
      @Option(names = "--port", required = true, paramLabel = "N") int port,
      @Option(
              names = "--accounts",
              paramLabel = "FILE",
              description = "SQL to run when the data is made")
          @Nullable Path accounts)
      throws IOException {
    MysqlData server = new MysqlData(data);
    server.prepare(accounts == null ? "" : Files.readString(accounts));
    Map<String, String> environment = SharedLibraries.environment();
    if (!environment.isEmpty()) {
      out.println("env");
      environment.forEach((name, value) -> out.println(name + "=" + value));
    }
    server.command(port).forEach(out::println);
  }

  @Command(
      name = "kafka",
      description =
          "Formats the storage unless it is, and prints the command that runs a broker on it, one"
              + " argument a line.")
  void kafka(
      @Option(names = "--data", required = true, paramLabel = "DIR") Path data,
      @Option(names = "--port", required = true, paramLabel = "N") int port,
      @Option(names = "--controller-port", required = true, paramLabel = "N") int controllerPort) {
    KafkaData broker = new KafkaData(data);
    broker.prepare(port, controllerPort, Map.of());
    broker.command().forEach(out::println);
  }

  @Command(
      name = "mail",
      description =
          "Prints the command that runs a mail server, one argument a line. It keeps mails in"
              + " memory, and shows them by HTTP.")
  void mail(
      @Option(names = "--port", required = true, paramLabel = "N") int port,
      @Option(names = "--mailbox-port", required = true, paramLabel = "N") int mailboxPort) {
    MailServer.command(port, mailboxPort).forEach(out::println);
  }

  @Command(name = "kafka-ready", description = "Waits until a broker answers.")
  void kafkaReady(
      @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT") String bootstrap,
      @Option(names = "--timeout", defaultValue = "60", paramLabel = "SECONDS") int timeout) {
    long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    while (!KafkaBroker.answers(bootstrap, Map.of(), Duration.ofSeconds(5))) {
      if (System.nanoTime() > deadline) {
        throw new LocalStackException(
            "Kafka did not answer at " + bootstrap + " within " + timeout + " s.");
      }
    }
  }

  @Command(
      name = "sql",
      description = "Prints a query's rows as a table.",
      footer = "Example: sql --user orders --password-file FILE orders 'SELECT * FROM orders'")
  void sql(
      @Option(names = "--url", defaultValue = "jdbc:mysql://127.0.0.1:3306") String url,
      @Option(names = "--user", required = true) String user,
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description =
                  "The password, a line; - is standard input. A command line can be read by others.")
          @Nullable String passwordFile,
      @Option(names = "--values", description = "Only the values, with tabs between them")
          boolean values,
      @Parameters(paramLabel = "DATABASE") String database,
      @Parameters(paramLabel = "QUERY") String query)
      throws IOException {
    String password = passwordFile == null ? "" : firstLine(passwordFile);
    try {
      Table table = Table.of(url + "/" + database, user, password, query);
      table.print(out, values);
    } catch (SQLException e) {
      boolean connection = e.getSQLState() != null && e.getSQLState().startsWith("08");
      throw new LocalStackException(
          connection ? "MySQL does not answer at " + url + "." : "MySQL: " + e.getMessage(), e);
    }
  }

  @Command(
      name = "topic",
      description = {
        "Prints position, time, key, headers and value of a topic's committed records.",
        "With --from-beginning: those that are there now. Without: those that come, until Ctrl-C."
      })
  void topic(
      @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT") String bootstrap,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--from-beginning") boolean fromBeginning,
      @Option(names = "--follow", description = "With --from-beginning: go on with those that come")
          boolean follow,
      @Option(
              names = "--max",
              defaultValue = "" + Long.MAX_VALUE,
              showDefaultValue = CommandLine.Help.Visibility.NEVER,
              paramLabel = "N",
              description = "End after so many records")
          long max,
      @Option(names = "--key", paramLabel = "KEY", description = "Only records with this key")
          @Nullable String key) {
    Topics topics = new Topics(bootstrap);
    topics.print(name, fromBeginning, follow || !fromBeginning, max, key, out);
  }

  @Command(
      name = "publish",
      description = "Produces a record and prints where it is: TOPIC-PARTITION@OFFSET.",
      footer = "Example: publish --header ce_id=1 order-events 42 order.json")
  void publish(
      @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT") String bootstrap,
      @Option(names = "--header", paramLabel = "NAME=VALUE") @Nullable Map<String, String> headers,
      @Parameters(paramLabel = "TOPIC") String topic,
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "FILE", description = "The value; - is standard input") String file)
      throws IOException {
    byte[] value = bytes(file);
    out.println(
        new Topics(bootstrap).publish(topic, key, value, headers == null ? Map.of() : headers));
  }

  private static String firstLine(String file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  /** What a file has, or standard input if its name is a hyphen. */
  private static byte[] bytes(String file) throws IOException {
    if (file.equals("-")) {
      return System.in.readAllBytes();
    }
    if (!Files.isReadable(Path.of(file))) {
      throw new LocalStackException("There is no file " + file + " to read.");
    }
    return Files.readAllBytes(Path.of(file));
  }

  @Command(
      name = "consumed",
      description =
          "Waits until every consumer group that reads a record's partition is past that record.")
  void consumed(
      @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT") String bootstrap,
      @Option(names = "--timeout", defaultValue = "60", paramLabel = "SECONDS") int timeout,
      @Parameters(paramLabel = "TOPIC-PARTITION@OFFSET", description = "As publish prints it")
          String record) {
    List<String> groups =
        new Topics(bootstrap)
            .awaitConsumed(RecordPosition.parse(record), Duration.ofSeconds(timeout));
    groups.forEach(out::println);
  }
}
