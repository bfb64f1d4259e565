package dev.outbox.starter.inbox;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets operators see and change what is parked, at {@code /inbox/parked}, in applications that
 * serve HTTP with Spring MVC. Nothing else of the application is secured, or changed, by it.
 */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnBean(Parking.class)
@ConditionalOnBooleanProperty(name = "outbox.inbox.operator.enabled", matchIfMissing = true)
public class InboxOperatorAutoConfiguration {

  @Bean
  ParkedController inboxParkedController(ParkedTable parked, Parking parking) {
    return new ParkedController(parked, parking);
  }

  @Bean
  WebMvcConfigurer inboxOperatorsOnly(
      InboxProperties properties, Environment environment, JsonMapper json) {
    OperatorsOnly operatorsOnly =
        new OperatorsOnly(
            OperatorPassword.of(properties.operator()),
            ListenAddress.openReading(properties.operator(), environment),
            json);
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(operatorsOnly);
      }
    };
  }
}
