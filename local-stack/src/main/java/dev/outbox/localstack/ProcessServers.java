package dev.outbox.localstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Servers as child processes of this JVM, with their data in temporary directories. */
final class ProcessServers implements Servers {

  @Override
  public Server mysql(int port, String sql, List<String> options, BooleanSupplier ready) {
    return server(
        "MySQL",
        directory -> {
          MysqlData data = new MysqlData(directory);
          data.prepare(sql, options);
          List<String> command = new ArrayList<>(data.command(port));
          command.addAll(options);
          return command;
        },
        SharedLibraries.environment(),
        ready);
  }

  @Override
  public Server kafka(int port, Map<String, String> settings, BooleanSupplier ready) {
    return server(
        "Kafka",
        directory -> {
          KafkaData data = new KafkaData(directory);
          data.prepare(port, Ports.free(), settings);
          return data.command();
        },
        Map.of(),
        ready);
  }

  private static Server server(
      String name,
      Function<Path, List<String>> prepare,
      Map<String, String> environment,
      BooleanSupplier ready) {
    Path directory = Directories.temporary("local-stack-");
    try {
      return new ServerProcess(name, directory, prepare.apply(directory), environment, ready);
    } catch (RuntimeException e) {
      Directories.delete(directory);
      throw e;
    }
  }
}
