package dev.outbox.starter;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Creates the tables {@code outbox_event} and {@code inbox_event}, with a location and a history
 * table of its own, so that it never collides with the migrations of the application. It must run
 * after those, because Flyway takes no schema for new that has tables already.
 */
public final class OutboxSchema {

  private static final String HISTORY_TABLE = "outbox_schema_history";

  private OutboxSchema() {}

  /**
   * Brings the tables up to date. Safe to repeat, and to run from several instances at once.
   *
   * @param dataSource the service's database
   */
  public static void migrate(DataSource dataSource) {
    Flyway.configure(OutboxSchema.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:dev/outbox/starter/migration")
        .table(HISTORY_TABLE)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
