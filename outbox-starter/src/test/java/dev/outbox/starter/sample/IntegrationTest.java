package dev.outbox.starter.sample;

import dev.outbox.localstack.TestStack;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** Runs {@link SampleApplication} on a database of its own and the shared Kafka. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = SampleApplication.class)
@ContextConfiguration(initializers = IntegrationTest.Stack.class)
public @interface IntegrationTest {

  /** Points the application at the test stack. */
  class Stack implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var database = TestStack.shared().mysql().createDatabase();
      TestPropertyValues.of(
              "spring.datasource.url=" + database.jdbcUrl(),
              "spring.datasource.username=" + database.username(),
              "spring.datasource.password=" + database.password(),
              "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers())
          .applyTo(context);
    }
  }
}
