package dev.outbox.starter.sample;

import dev.outbox.starter.testing.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** Runs the sample application. Its settings are here, for files would be seen by other modules. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@TestPropertySource(
    properties = {
      "spring.application.name=sample",
      "spring.flyway.locations=classpath:db/sample",
      "outbox.inbox.topics=thing-events",
      "outbox.inbox.retry.initial-delay=50ms",
      "outbox.inbox.retry.max-delay=200ms",
      "outbox.inbox.retry.max-attempts=12",
      "outbox.inbox.operator.password=" + SampleTest.OPERATOR_PASSWORD,
      "server.address=127.0.0.1",
      "logging.level.org.apache.kafka=WARN"
    })
public @interface SampleTest {

  /** Of the user {@code operator}. */
  String OPERATOR_PASSWORD = "operator-of-a-test";
}
