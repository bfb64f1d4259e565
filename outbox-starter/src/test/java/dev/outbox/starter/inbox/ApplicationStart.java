package dev.outbox.starter.inbox;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.TestStack;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts applications of a test's own on the test stack, each with a database of its own. */
final class ApplicationStart {

  private final Class<?> beans;
  private final List<String> settings = new ArrayList<>();
  final Database database = TestStack.shared().mysql().createDatabase();

  private ApplicationStart(Class<?> beans) {
    this.beans = beans;
  }

  /** Of an application with the given configuration, without a name. */
  static ApplicationStart of(Class<?> beans) {
    return new ApplicationStart(beans)
        .with(
            "spring.kafka.bootstrap-servers=" + TestStack.shared().kafka().bootstrapServers(),
            "spring.flyway.enabled=false",
            "logging.level.org.apache.kafka=WARN",
            "server.port=0");
  }

  ApplicationStart with(String... properties) {
    settings.addAll(List.of(properties));
    return this;
  }

  ApplicationStart named() {
    return with("outbox.inbox.consumer=" + database.name());
  }

  ConfigurableApplicationContext run() {
    with(
        "spring.datasource.url=" + database.jdbcUrl(),
        "spring.datasource.username=" + database.username(),
        "spring.datasource.password=" + database.password());
    return new SpringApplicationBuilder(Application.class, beans)
        .run(settings.stream().map("--"::concat).toArray(String[]::new));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
  static class Application {}
}
