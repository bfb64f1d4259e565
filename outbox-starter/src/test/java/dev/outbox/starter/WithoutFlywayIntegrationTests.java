package dev.outbox.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.StackExtension;
import java.io.Closeable;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An application that has a schema and does not use Flyway: the class path is without it. */
@ExtendWith(StackExtension.class)
class WithoutFlywayIntegrationTests {

  @Test
  void applicationThatDoesNotUseFlywayStartsOnItsOwnSchema(Database database) throws Exception {
    JdbcClient jdbc =
        JdbcClient.create(
            new DriverManagerDataSource(
                database.jdbcUrl(), database.username(), database.password()));
    jdbc.sql("CREATE TABLE grown_by_hand (id INT PRIMARY KEY)").update();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader classes =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(classes);
      Object application =
          classes
              .loadClass(Application.class.getName())
              .getMethod("start", String[].class)
              .invoke(
                  null,
                  (Object)
                      new String[] {
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password()
                      });
      ((Closeable) application).close();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(jdbc.sql("SHOW TABLES").query(String.class).list())
        .contains("grown_by_hand", "outbox_event", "outbox_schema_history")
        .doesNotContain("flyway_schema_history");
  }

  private static URL[] classPath() throws MalformedURLException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<URL> urls = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator)) {
      if (!new File(entry).getName().startsWith("spring-boot-flyway")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Appends events and handles none. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
  public static class Application {

    /** Starts it. */
    public static Closeable start(String[] arguments) {
      return new SpringApplicationBuilder(Application.class)
          .web(WebApplicationType.NONE)
          .run(arguments);
    }
  }
}
