package dev.outbox.starter;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that uses the starter as a team would; its parts are in the package below. */
@SpringBootApplication(scanBasePackages = "dev.outbox.starter.sample")
class SampleApplication {}
