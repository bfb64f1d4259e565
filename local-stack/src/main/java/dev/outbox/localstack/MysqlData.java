package dev.outbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A MySQL server's configuration and data in one directory. */
record MysqlData(Path directory) {

  MysqlData {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Does the same with the options of all servers only. */
  void prepare(String sql) {
    prepare(sql, List.of());
  }

  /**
   * Writes the configuration and, if there is no data yet, makes it. Root gets a random password.
   *
   * @param sql run when the data is made: databases and accounts; comments only on lines of their
   *     own
   * @param options of mysqld; those that have to hold when the data is made are used
   */
  void prepare(String sql, List<String> options) {
    try {
      Files.createDirectories(directory);
      Files.writeString(config(), Distribution.resource("my.cnf"));
      if (!Files.exists(data())) {
        initialise(sql, options);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to run. */
  List<String> command(int port) {
    List<String> command = mysqld(data());
    command.add("--port=" + port);
    return command;
  }

  private void initialise(String sql, List<String> options) throws IOException {
    // Made beside and then renamed, so that a crash leaves nothing that looks complete.
    Path unfinished = directory.resolve("data.unfinished");
    Path initFile =
        Files.createTempFile(
            directory,
            "init",
            ".sql",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Directories.delete(unfinished);
      Files.writeString(initFile, sql);
      List<String> command = mysqld(unfinished);
      options.stream()
          .filter(option -> option.startsWith("--lower-case-table-names"))
          .forEach(command::add);
      command.add("--initialize");
      command.add("--init-file=" + initFile);
      new Log(directory.resolve("initialise.log"))
          .run("mysqld --initialize", command, SharedLibraries.environment());
      Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.delete(initFile);
    }
  }

  private List<String> mysqld(Path data) {
    List<String> command = new ArrayList<>();
    command.add(Distribution.mysqld().toString());
    command.add("--defaults-file=" + config());
    command.add("--datadir=" + data);
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root"); // mysqld runs as root only when told to
    }
    return command;
  }

  private Path config() {
    return directory.resolve("my.cnf");
  }

  private Path data() {
    return directory.resolve("data");
  }
}
