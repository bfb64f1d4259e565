package dev.outbox.starter;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;

/**
 * An application that uses the starter as a team would, with JDBC; its parts are in the package
 * below.
 */
@SpringBootApplication(
    scanBasePackages = "dev.outbox.starter.sample",
    exclude = {DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
class SampleApplication {}
