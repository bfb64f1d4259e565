package dev.outbox.starter.inbox;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers requests about parked keys that cannot be served; those of the application's own API are
 * none of its business.
 */
@RestControllerAdvice(assignableTypes = {ParkedController.class, BulkParkedController.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ParkedProblems {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(NotParkedException e) {
    return problem(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(CountChangedException e) {
    return problem(HttpStatus.CONFLICT, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(IllegalArgumentException e) {
    return problem(HttpStatus.BAD_REQUEST, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> of(OperatorRequiredException e) {
    HttpHeaders headers = new HttpHeaders();
    if (e.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"inbox\"");
    }
    return ResponseEntity.status(e.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(e.status(), String.valueOf(e.getMessage())));
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, Exception e) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())));
  }
}
