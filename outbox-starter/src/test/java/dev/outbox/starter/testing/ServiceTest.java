package dev.outbox.starter.testing;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.TestStack;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Runs the service of the test's package on a database of its own, the shared Kafka and, if it
 * sends mails, the shared mail server; {@link ServiceProbe} can be autowired. The events that it
 * writes are held to their contracts, by itself and by {@link ProducedEvents}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(ProducedEvents.class)
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
              "outbox.validation.enabled=true",
              "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers())
          .applyTo(context);
      ProducedEvents.watch(
          context.getEnvironment().getProperty("spring.application.name", "application"),
          database.jdbcUrl(),
          database.username(),
          database.password());
      if (ClassUtils.isPresent("org.springframework.mail.MailSender", null)) {
        // Behind what tests set themselves, before the service's own application.yml.
        context
            .getEnvironment()
            .getPropertySources()
            .addAfter(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new MapPropertySource(
                    "mail", Map.of("spring.mail.port", TestStack.shared().mail().port())));
      }
    }
  }
}
