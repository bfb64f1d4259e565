package dev.outbox.notification.journey;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Journeys cannot be asked for at the moment; it is worth trying again. */
final class JourneysUnavailableException extends ErrorResponseException {

  private static final long serialVersionUID = 1L;
  private static final String RETRY_SECONDS = "2";

  JourneysUnavailableException(String why, @Nullable Throwable cause) {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Journeys are not available, try again in a moment: " + why),
        cause);
    getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
  }
}
