package dev.outbox.starter;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Migrates the tables of outbox and inbox after the application's own migrations. {@code
 * outbox.schema.migrate=false} leaves that to the application.
 */
@AutoConfiguration(after = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(SchemaProperties.class)
public class OutboxSchemaAutoConfiguration {

  @Bean
  @ConditionalOnBooleanProperty(name = "outbox.schema.migrate", matchIfMissing = true)
  InitializingBean outboxSchemaInitializer(
      DataSource dataSource, ObjectProvider<FlywayMigrationInitializer> applicationMigrations) {
    // Asking for them makes them run first.
    applicationMigrations.stream().forEach(done -> {});
    return () -> OutboxSchema.migrate(dataSource);
  }
}
