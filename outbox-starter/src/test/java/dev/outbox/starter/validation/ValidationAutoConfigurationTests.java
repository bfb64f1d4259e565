package dev.outbox.starter.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import dev.outbox.starter.inbox.InboxAutoConfiguration;
import dev.outbox.starter.outbox.Outbox;
import dev.outbox.starter.outbox.OutboxAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** With and without the validator on the class path. */
class ValidationAutoConfigurationTests {

  private static final FilteredClassLoader WITHOUT_VALIDATOR =
      new FilteredClassLoader(SchemaRegistry.class);

  /** Nobody asks it for anything. */
  private static final DataSource DATABASE = new DriverManagerDataSource();

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ValidationAutoConfiguration.class,
                  OutboxAutoConfiguration.class,
                  InboxAutoConfiguration.class))
          .withBean(DataSource.class, () -> DATABASE)
          .withBean(
              PlatformTransactionManager.class, () -> new DataSourceTransactionManager(DATABASE))
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

  @Test
  void withoutTheValidatorAnApplicationStartsAndChecksNothing() {
    application
        .withClassLoader(WITHOUT_VALIDATOR)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Outbox.class)
                    .doesNotHaveBean(PayloadSchemas.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"outbox.validation.enabled", "outbox.inbox.validation.enabled"})
  void whoAsksForValidationWithoutTheValidatorIsToldWhatToAdd(String setting) {
    ApplicationContextRunner asking =
        application.withPropertyValues(setting + "=true", "outbox.inbox.topics=thing-events");
    asking
        .withClassLoader(WITHOUT_VALIDATOR)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                    .hasMessageContaining(setting)
                    .hasMessageContaining("com.networknt:json-schema-validator"));
  }
}
