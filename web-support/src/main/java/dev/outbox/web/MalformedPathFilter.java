package dev.outbox.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.RequestPath;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths such as {@code /orders;a=%}, which Tomcat lets through and Spring MVC cannot parse:
 * it would answer 500.
 */
final class MalformedPathFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isWellFormed(request)) {
      chain.doFilter(request, response);
    } else {
      int status = HttpStatus.BAD_REQUEST.value();
      response.setStatus(status);
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(PlainProblem.json(status, "The path is not well formed"));
    }
  }

  private static boolean isWellFormed(HttpServletRequest request) {
    try {
      RequestPath.parse(request.getRequestURI(), request.getContextPath());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
