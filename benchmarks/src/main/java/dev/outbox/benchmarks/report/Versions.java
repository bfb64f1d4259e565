package dev.outbox.benchmarks.report;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.localstack.MysqlServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * What was compared.
 *
 * @param outbox of this project
 * @param mysql of the server
 * @param connector of MySQL's JDBC driver
 * @param kafka of the broker and its clients
 * @param debezium of its engine
 */
public record Versions(
    String outbox, String mysql, String connector, String kafka, String debezium) {

  public static Versions of(MysqlServer mysql) {
    Properties built = built();
    return new Versions(
        built.getProperty("outbox"),
        server(mysql),
        built.getProperty("connector"),
        built.getProperty("kafka"),
        built.getProperty("debezium"));
  }

  /** The version of something that this was built with: {@code validator}, {@code jmh}. */
  public static String built(String what) {
    return built().getProperty(what);
  }

  private static String server(MysqlServer mysql) {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new BenchmarkException("MySQL does not tell its version: " + e.getMessage(), e);
    }
  }

  private static Properties built() {
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new FileNotFoundException("versions.properties");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
