package dev.outbox.starter.inbox;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Looks for handlers where nothing is consumed. */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnMissingBean(EventHandlers.class)
public class UnconsumedHandlersAutoConfiguration {

  @Bean
  static UnconsumedHandlers outboxUnconsumedHandlers(
      ConfigurableListableBeanFactory beans, Environment environment) {
    return new UnconsumedHandlers(beans, environment);
  }
}
