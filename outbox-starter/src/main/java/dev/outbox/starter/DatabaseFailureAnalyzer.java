package dev.outbox.starter;

import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Says in two sentences why an application that has no usable database does not start: what was
 * found, and what to do. Whatever may be a defect of the application keeps its stack trace.
 */
final class DatabaseFailureAnalyzer implements FailureAnalyzer {

  private static final int ACCESS_DENIED_TO_DATABASE = 1044;
  private static final int LOGIN_REFUSED = 1045;
  private static final int NO_DATABASE_SELECTED = 1046;
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int COMMAND_DENIED = 1142;
  private static final int COLUMN_DENIED = 1143;
  private static final int PRIVILEGE_MISSING = 1227;
  private static final String URL_FORM =
      "Set spring.datasource.url to jdbc:mysql://host:port/database.";

  private final Environment environment;

  DatabaseFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    @Nullable SQLException answer = find(failure, SQLException.class);
    if (answer != null) {
      return ofMysql(answer, failure);
    }
    @Nullable FlywayValidateException changed = find(failure, FlywayValidateException.class);
    if (changed != null) {
      return analysis(
          "The database at %s was migrated by other files than this application has: %s"
              .formatted(url(), changed.getMessage()),
          "Check that spring.datasource.url names this application's own database, and that the"
              + " version that is started is not older than the one that migrated it.",
          failure);
    }
    String root = String.valueOf(root(failure).getMessage());
    boolean noSchema =
        find(failure, FlywayException.class) != null && root.contains("determine schema");
    if (noSchema || root.startsWith("'url' must start with") || root.contains("jdbcUrl")) {
      return analysis("%s is no JDBC URL of a database.".formatted(url()), URL_FORM, failure);
    }
    return null;
  }

  private @Nullable FailureAnalysis ofMysql(SQLException answer, Throwable failure) {
    String said = answer.getMessage();
    return switch (answer.getErrorCode()) {
      case LOGIN_REFUSED ->
          analysis(
              "MySQL at %s refuses the login: %s.".formatted(url(), said),
              "Check spring.datasource.username and spring.datasource.password"
                  + " (SPRING_DATASOURCE_USERNAME, SPRING_DATASOURCE_PASSWORD).",
              failure);
      case UNKNOWN_DATABASE, NO_DATABASE_SELECTED ->
          analysis(
              "MySQL at %s has no such database: %s.".formatted(url(), said),
              "Create the database, or name another in spring.datasource.url.",
              failure);
      case ACCESS_DENIED_TO_DATABASE, COMMAND_DENIED, COLUMN_DENIED, PRIVILEGE_MISSING ->
          analysis(
              "The account lacks a right on the database at %s: %s.".formatted(url(), said),
              "Check that spring.datasource.url names the right database, and that its account may"
                  + " make tables in it: GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP,"
                  + " INDEX, REFERENCES ON the_database.* TO the_account.",
              failure);
      default -> connectionFailed(answer) ? noConnection(answer, failure) : null;
    };
  }

  private FailureAnalysis noConnection(SQLException answer, Throwable failure) {
    Throwable root = root(answer);
    if (find(answer, NumberFormatException.class) != null || isOfDriver(root)) {
      return analysis("%s is no JDBC URL of a database.".formatted(url()), URL_FORM, failure);
    }
    if (find(answer, SSLException.class) != null) {
      return analysis(
          "MySQL at %s could not be talked to by TLS: %s".formatted(url(), root.getMessage()),
          "Check that the trust store (trustCertificateKeyStoreUrl) has who signed for the server,"
              + " and that the certificate has the name by which spring.datasource.url calls it.",
          failure);
    }
    return analysis(
        "MySQL at %s does not answer: %s.".formatted(url(), root.getMessage()),
        "Start MySQL, or set spring.datasource.url (SPRING_DATASOURCE_URL) to where it is.",
        failure);
  }

  /** SQLSTATE 08: the connection, not what was asked over it. */
  private static boolean connectionFailed(SQLException answer) {
    return Objects.requireNonNullElse(answer.getSQLState(), "").startsWith("08");
  }

  private static boolean isOfDriver(Throwable root) {
    return root.getClass().getSimpleName().equals("WrongArgumentException");
  }

  /** Without the parameters, which may hold a password. */
  private String url() {
    String url = environment.getProperty("spring.datasource.url", "the data source");
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
  }

  private static FailureAnalysis analysis(String found, String advice, Throwable failure) {
    return new FailureAnalysis(found, advice, failure);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
