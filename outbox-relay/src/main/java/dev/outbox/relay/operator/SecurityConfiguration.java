package dev.outbox.relay.operator;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * All that changes something needs the operator's password; reading is open to those on this
 * machine, or to whom the configuration says. There are no sessions and no cookies. A browser that
 * was given the password would send it with other sites' requests too: the API is for tools.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

  private static final String USER = "operator";
  private static final String[] PROBES = {
    "/actuator/health/liveness", "/actuator/health/readiness"
  };

  /** The hash is never stored: these are for slowing down those who guess, at little cost. */
  private static final int ITERATIONS = 10_000;

  private static final int SALT_BYTES = 16;

  @Bean
  PasswordEncoder passwordEncoder() {
    return new Pbkdf2PasswordEncoder(
        "", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
  }

  @Bean
  UserDetailsService operators(OperatorSettings settings, PasswordEncoder encoder) {
    String password = settings.password();
    if (password == null || password.isBlank()) {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      password = HexFormat.of().formatHex(random);
      log.warn(
          "RELAY_OPERATOR_PASSWORD is not set. Until this process ends the password of the user"
              + " '{}' is {}",
          USER,
          password);
    }
    return new InMemoryUserDetailsManager(
        User.withUsername(USER).password(encoder.encode(password)).roles("OPERATOR").build());
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      OperatorSettings settings,
      Environment environment,
      LoginRequired loginRequired) {
    Boolean configured = settings.openReading();
    boolean open = configured == null ? ListenAddress.isLoopback(environment) : configured;
    return http.authorizeHttpRequests(
            requests -> {
              requests.requestMatchers(HttpMethod.GET, PROBES).permitAll();
              if (open) {
                requests.requestMatchers(HttpMethod.GET).permitAll();
                requests.requestMatchers(HttpMethod.HEAD).permitAll();
              }
              requests.anyRequest().authenticated();
            })
        .httpBasic(basic -> basic.authenticationEntryPoint(loginRequired))
        .exceptionHandling(failures -> failures.authenticationEntryPoint(loginRequired))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  /**
   * Keys may have any character, and no rule above depends on the path of what changes something.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowSemicolon(true);
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowBackSlash(true);
    return firewall;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInKeys() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> connector.setEncodedSolidusHandling("passthrough"));
  }
}
