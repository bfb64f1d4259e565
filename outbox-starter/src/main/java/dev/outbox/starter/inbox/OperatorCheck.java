package dev.outbox.starter.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only operators change parked keys: HTTP Basic, the user {@code operator}. Reading is open
 * where only this machine can reach the service, or where the configuration says so. Looks at the
 * handler that was found, not at the path, so that no spelling of a path goes round it; the
 * application's own API is none of its business. Thread-safe.
 */
final class OperatorCheck implements HandlerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(OperatorCheck.class);

  private static final String USER = "operator";
  private static final String SCHEME = "Basic ";

  private final byte[] login;
  private final boolean openReading;

  /**
   * Makes a password if there is none, and says it in the log.
   *
   * @param serverAddress the address that the service listens on; null for all
   */
  OperatorCheck(InboxProperties.Operator operator, @Nullable String serverAddress) {
    String password = operator.password();
    if (password == null || password.isBlank()) {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      password = HexFormat.of().formatHex(random);
      log.warn(
          "INBOX_OPERATOR_PASSWORD is not set. Until this process ends the password of the user"
              + " '{}' for /inbox/parked is {}",
          USER,
          password);
    }
    this.login = HttpHeaders.encodeBasicAuth(USER, password, UTF_8).getBytes(UTF_8);
    this.openReading =
        operator.openReading() == null ? isLoopback(serverAddress) : operator.openReading();
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)
        || (method.getBeanType() != ParkedController.class
            && method.getBeanType() != BulkParkedController.class)) {
      return true;
    }
    boolean reads =
        HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    if (reads && openReading) {
      return true;
    }
    if (CorsUtils.isCorsRequest(request)) {
      // A browser that was given the password sends it with the requests of other sites, too.
      throw new OperatorRequiredException(
          HttpStatus.FORBIDDEN, "This is not for pages of other sites: use a tool such as curl");
    }
    if (!isOperator(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      throw new OperatorRequiredException(
          HttpStatus.UNAUTHORIZED,
          "This needs the user 'operator' and the password in INBOX_OPERATOR_PASSWORD, or the one"
              + " that the service printed at its start");
    }
    return true;
  }

  private boolean isOperator(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            login, authorization.substring(SCHEME.length()).strip().getBytes(UTF_8));
  }

  private static boolean isLoopback(@Nullable String address) {
    if (address == null || address.isBlank()) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
