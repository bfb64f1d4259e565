package dev.outbox.endtoend.sagas;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.TestStack;
import dev.outbox.starter.testing.Batch;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;

/**
 * A service in this JVM, on a database of its own and without Kafka: events are put into its inbox
 * and taken out of its outbox. Its classes have a loader of their own, since every service has an
 * {@code application.yml} and a {@code V1__….sql}.
 */
final class Service implements AutoCloseable {

  private static final String KAFKA =
      "org.springframework.cloud.stream.function.FunctionConfiguration";

  private final URLClassLoader classes;
  private final ConfigurableApplicationContext context;
  private final JdbcClient jdbc;
  private final Consumer<Message<List<byte[]>>> inbox;

  @SuppressWarnings("unchecked")
  private Service(URLClassLoader classes, ConfigurableApplicationContext context) {
    this.classes = classes;
    this.context = context;
    this.jdbc = context.getBean(JdbcClient.class);
    this.inbox = (Consumer<Message<List<byte[]>>>) context.getBean("inbox");
  }

  /** Starts the service of a module. */
  static Service start(String module, String application, String... settings) {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    URLClassLoader classes = new URLClassLoader(new URL[] {classesOf(module)}, usual);
    thread.setContextClassLoader(classes);
    try {
      SpringApplication service =
          new SpringApplication(new DefaultResourceLoader(classes), classes.loadClass(application));
      return new Service(classes, service.run(arguments(settings)));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("build " + module + " first", e);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static URL classesOf(String module) {
    try {
      return Path.of("..", module, "target", "classes").toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(module, e);
    }
  }

  private static String[] arguments(String... settings) {
    Database database = TestStack.shared().mysql().createDatabase();
    Stream<String> usual =
        Stream.of(
            "spring.datasource.url=" + database.jdbcUrl(),
            "spring.datasource.username=" + database.username(),
            "spring.datasource.password=" + database.password(),
            "spring.autoconfigure.exclude=" + KAFKA,
            "outbox.validation.enabled=true",
            "server.port=0");
    return Stream.concat(usual, Stream.of(settings)).map("--"::concat).toArray(String[]::new);
  }

  String url() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  /** Does what a component of the service does from time to time. */
  void run(String component) {
    context.getBean(component, Runnable.class).run();
  }

  /** Has events handled as one batch. */
  void deliver(List<Batch.Delivery> events) {
    inbox.accept(Batch.of(events));
  }

  /** Takes the oldest events out of the outbox. */
  List<Batch.Delivery> takeFromOutbox(int most) {
    List<Batch.Delivery> events =
        jdbc.sql(
                """
                SELECT id, type, aggregateid AS `key`, payload
                FROM outbox_event ORDER BY position LIMIT ?
                """)
            .param(most)
            .query(Batch.Delivery.class)
            .list();
    if (!events.isEmpty()) {
      jdbc.sql("DELETE FROM outbox_event WHERE id IN (:ids)")
          .param("ids", events.stream().map(Batch.Delivery::id).toList())
          .update();
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    context.close();
    classes.close();
  }
}
