package dev.outbox.starter;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Migrates the tables of outbox and inbox after the application's own migrations, with a Flyway
 * instance of its own: an application that does not use Flyway is not made to. {@code
 * outbox.schema.migrate=false} leaves that to the application.
 */
@AutoConfiguration(
    after = DataSourceAutoConfiguration.class,
    afterName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(SchemaProperties.class)
public class OutboxSchemaAutoConfiguration {

  @Bean
  static CompletingTransactions outboxCompletingTransactions() {
    return new CompletingTransactions();
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "outbox.schema.migrate", matchIfMissing = true)
  InitializingBean outboxSchemaInitializer(
      DataSource dataSource, ObjectProvider<ApplicationMigrations> applicationMigrations) {
    applicationMigrations.ifAvailable(ApplicationMigrations::await);
    return () -> OutboxSchema.migrate(dataSource);
  }

  /** Migrations of the application, which come first. */
  interface ApplicationMigrations {

    void await();
  }

  /** Where the application migrates with Spring Boot's Flyway. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(FlywayMigrationInitializer.class)
  static class WithFlyway {

    @Bean
    ApplicationMigrations outboxApplicationMigrations(
        ObjectProvider<FlywayMigrationInitializer> migrations) {
      // Asking for them makes them run.
      return () -> migrations.stream().forEach(done -> {});
    }
  }
}
