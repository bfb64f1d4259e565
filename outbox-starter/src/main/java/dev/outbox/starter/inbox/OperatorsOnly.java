package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for the operator's password before {@link ParkedController} is called; other controllers are
 * no concern of it. It goes by the controller that was chosen rather than by the path, which can be
 * written in many ways. Thread-safe.
 */
final class OperatorsOnly implements HandlerInterceptor {

  private final BasicAuthenticationConverter credentials = new BasicAuthenticationConverter();
  private final OperatorPassword password;
  private final boolean openReading;
  private final JsonMapper json;

  OperatorsOnly(OperatorPassword password, boolean openReading, JsonMapper json) {
    this.password = password;
    this.openReading = openReading;
    this.json = json;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)
        || method.getBeanType() != ParkedController.class
        || (openReading && isReading(request))
        || isOperator(request)) {
      return true;
    }
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED,
            "This needs the user 'operator' and the password in INBOX_OPERATOR_PASSWORD, or the one"
                + " that this application printed at its start");
    problem.setInstance(URI.create(request.getRequestURI()));
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"inbox\"");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding(UTF_8);
    json.writeValue(response.getOutputStream(), problem);
    return false;
  }

  private static boolean isReading(HttpServletRequest request) {
    String method = request.getMethod();
    return method.equals(HttpMethod.GET.name()) || method.equals(HttpMethod.HEAD.name());
  }

  private boolean isOperator(HttpServletRequest request) {
    try {
      UsernamePasswordAuthenticationToken given = credentials.convert(request);
      return given != null
          && password.matches(given.getName(), String.valueOf(given.getCredentials()));
    } catch (AuthenticationException e) {
      return false;
    }
  }
}
