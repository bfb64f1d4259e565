package dev.outbox.benchmarks.relay;

import dev.outbox.starter.outbox.OutboxAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** A service with an outbox, and nothing else. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  JdbcTemplateAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  OutboxAutoConfiguration.class
})
class WriterApplication {}
