package dev.outbox.starter.testing;

import dev.outbox.localstack.TestStack;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs the service of the test's package on a database of its own and the shared Kafka; {@link
 * ServiceProbe} can be autowired.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ServiceProbe.class)
@ContextConfiguration(initializers = ServiceTest.Stack.class)
public @interface ServiceTest {

  /** Points the service at the test stack. */
  class Stack implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var database = TestStack.shared().mysql().createDatabase();
      TestPropertyValues.of(
              "spring.datasource.url=" + database.jdbcUrl(),
              "spring.datasource.username=" + database.username(),
              "spring.datasource.password=" + database.password(),
              // A group of its own: other contexts of the same service may run in this JVM.
              "outbox.inbox.consumer=" + database.name(),
              "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers())
          .applyTo(context);
    }
  }
}
