package dev.outbox.web;

import java.math.BigDecimal;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** Gives every web application problem details, strict JSON and a limit on bodies. */
@AutoConfiguration
@EnableConfigurationProperties(WebProperties.class)
public class WebSupportAutoConfiguration {

  @Bean
  ProblemDetailsAdvice problemDetailsAdvice() {
    return new ProblemDetailsAdvice();
  }

  @Bean
  BodyLimitFilter bodyLimitFilter(WebProperties properties) {
    return new BodyLimitFilter(properties.maxBodySize());
  }

  @Bean
  MalformedPathFilter malformedPathFilter() {
    return new MalformedPathFilter();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheServer() {
    return server ->
        server.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
              }
            });
  }

  @Bean
  ApiDocumentation apiDocumentation(
      @Value("${spring.application.name:API}") String name,
      @Value("${spring.application.version:development}") String version) {
    return new ApiDocumentation(name, version);
  }

  /**
   * A quantity is a number and not a text, a name is a text and not a number, and so on. A text
   * consists of whole characters.
   */
  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return json ->
        json.addModule(
                new SimpleModule("texts")
                    .addDeserializer(String.class, new WellFormedTextDeserializer()))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                BigDecimal.class,
                amount -> amount.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert));
  }
}
