package dev.outbox.starter.validation;

import com.networknt.schema.SchemaRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Gives applications that have the validator on their class path {@link PayloadSchemas}. */
@AutoConfiguration
@ConditionalOnClass(SchemaRegistry.class)
public class ValidationAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  PayloadSchemas payloadSchemas() {
    return new ShippedSchemas();
  }
}
