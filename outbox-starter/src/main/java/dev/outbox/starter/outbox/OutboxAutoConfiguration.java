package dev.outbox.starter.outbox;

import dev.outbox.starter.OutboxSchemaAutoConfiguration;
import dev.outbox.starter.validation.PayloadSchemas;
import dev.outbox.starter.validation.ValidationAutoConfiguration;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives every application with a data source an {@link Outbox}. */
@AutoConfiguration(
    after = {OutboxSchemaAutoConfiguration.class, ValidationAutoConfiguration.class},
    afterName =
        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Outbox outbox(
      DataSource dataSource,
      OutboxProperties properties,
      ObjectProvider<PayloadSchemas> schemas,
      TraceContext traceContext) {
    PayloadCheck check =
        properties.validation().enabled()
            ? new SchemaCheck(
                PayloadSchemas.required(schemas.getIfAvailable(), "outbox.validation.enabled"))
            : PayloadCheck.NONE;
    return new JdbcOutbox(dataSource, properties, check, traceContext);
  }

  /** Where there are no spans. */
  @Bean
  @ConditionalOnMissingBean
  TraceContext outboxCarriedTraceContext() {
    return new CarriedTraceContext();
  }

  /** Where Micrometer Tracing is used. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Propagator.class)
  static class Spans {

    @Bean
    @ConditionalOnBean({Tracer.class, Propagator.class})
    @ConditionalOnMissingBean
    TraceContext outboxSpanTraceContext(Tracer tracer, Propagator propagator) {
      return new SpanTraceContext(tracer, propagator);
    }
  }
}
