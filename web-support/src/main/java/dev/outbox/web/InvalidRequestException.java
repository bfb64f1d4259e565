package dev.outbox.web;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that breaks a rule which annotations cannot state. */
public final class InvalidRequestException extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  /**
   * A 400 for one field.
   *
   * @param error what is wrong
   */
  public InvalidRequestException(FieldError error) {
    this(HttpStatus.BAD_REQUEST, List.of(error));
  }

  /**
   * A problem with some fields.
   *
   * @param status a 4xx status
   * @param errors what is wrong
   */
  public InvalidRequestException(HttpStatusCode status, List<FieldError> errors) {
    super(status, problem(status, errors), null);
  }

  static ProblemDetail problem(HttpStatusCode status, List<FieldError> errors) {
    String detail =
        errors.stream()
            .map(e -> e.field() + " must be " + e.allowed() + ", found " + e.found())
            .reduce((a, b) -> a + "; " + b)
            .orElse("The request is not valid");
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("errors", errors);
    return problem;
  }
}
