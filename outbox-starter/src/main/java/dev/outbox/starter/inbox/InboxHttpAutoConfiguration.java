package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Adds {@code /inbox/parked} to the API of a servlet application that consumes events. */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnBean(Parking.class)
@ConditionalOnProperty(name = "outbox.inbox.operator.enabled", matchIfMissing = true)
public class InboxHttpAutoConfiguration {

  @Bean
  ParkedController inboxParkedController(
      ConsumerName consumer, ParkedListing listing, Parking parking) {
    return new ParkedController(consumer, listing, parking);
  }

  @Bean
  BulkParkedController inboxBulkParkedController(ParkedListing listing, BulkParking parking) {
    return new BulkParkedController(listing, parking);
  }

  @Bean
  ParkedProblems inboxParkedProblems() {
    return new ParkedProblems();
  }

  @Bean
  WebMvcConfigurer inboxOperatorCheck(
      InboxProperties properties, @Value("${server.address:#{null}}") @Nullable String address) {
    OperatorCheck check = new OperatorCheck(properties.operator(), address);
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(check);
      }
    };
  }
}
