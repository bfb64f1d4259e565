package dev.outbox.web;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** Says in a sentence that the server cannot listen where it is told to. */
final class WebServerFailureAnalyzer extends AbstractFailureAnalyzer<WebServerException> {

  private final Environment environment;

  WebServerFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, WebServerException cause) {
    if (cause instanceof PortInUseException || findCause(cause, BeansException.class) != null) {
      return null; // Spring Boot says that itself, and what is wrong with a bean of the server.
    }
    return new FailureAnalysis(
        "The web server cannot listen at %s, port %s: %s."
            .formatted(
                environment.getProperty("server.address", "any address"),
                environment.getProperty("server.port", "8080"),
                NestedExceptionUtils.getMostSpecificCause(cause).getMessage()),
        "Set server.port to a port from 1 to 65535, or 0 for any, and server.address to an address"
            + " of this machine.",
        failure);
  }
}
