package dev.outbox.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/**
 * Answers every refused request with a problem that names the field, what was found and allowed.
 */
@RestControllerAdvice
class ProblemDetailsAdvice extends ResponseEntityExceptionHandler {

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException ex,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<FieldError> errors =
        ex.getBindingResult().getFieldErrors().stream().map(ProblemDetailsAdvice::error).toList();
    return refuse(ex, errors, headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException ex,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<FieldError> errors = new ArrayList<>();
    for (ParameterValidationResult result : ex.getParameterValidationResults()) {
      if (result instanceof ParameterErrors bean) {
        bean.getFieldErrors().forEach(error -> errors.add(error(error)));
      } else {
        String name =
            Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "request");
        result
            .getResolvableErrors()
            .forEach(
                error ->
                    errors.add(
                        new FieldError(
                            name,
                            result.getArgument(),
                            allowed(String.valueOf(error.getDefaultMessage())))));
      }
    }
    return refuse(ex, errors, headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException ex,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return refuse(
        ex, List.of(new FieldError(ex.getParameterName(), null, "present")), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name =
        ex instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(ex.getPropertyName());
    return refuse(
        ex,
        List.of(new FieldError(name, ex.getValue(), JsonProblem.describe(ex.getRequiredType()))),
        headers,
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException ex,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLargeException) {
        return problem(
            ex,
            ProblemDetail.forStatusAndDetail(
                HttpStatus.CONTENT_TOO_LARGE, String.valueOf(cause.getMessage())),
            headers,
            request);
      }
    }
    if (ex.getCause() instanceof JacksonException json) {
      return problem(ex, JsonProblem.of(json), headers, request);
    }
    return problem(
        ex,
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST, "The request has no body: send a JSON object"),
        headers,
        request);
  }

  /** Tomcat cannot decode the query, and says so when a parameter is asked for. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> handleQuery(InvalidParameterException ex, WebRequest request) {
    return problem(
        ex,
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST,
            "The query is not well formed: give name=value, joined by &, as percent-encoded UTF-8"),
        new HttpHeaders(),
        request);
  }

  /**
   * If the database is away or overloaded, it is not the client's fault, and worth trying again.
   * Whatever else the database says is a fault of the service: trying again would not help.
   */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  @Nullable ResponseEntity<Object> handleDatabase(RuntimeException ex, WebRequest request) {
    if (DatabaseFaults.takesNothing(ex)) {
      return unavailable(ex, "The database takes no changes now, try again later", request);
    }
    if (DatabaseFaults.isAway(ex)) {
      return unavailable(ex, "The database does not answer, try again later", request);
    }
    if (DatabaseFaults.isBusy(ex)) {
      return unavailable(
          ex,
          "The database is busy with other requests for the same data, try again later",
          request);
    }
    logger.error("A request failed, and not because the database is away", ex);
    return problem(
        ex,
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The service could not do this, which is its own fault: its log says why"),
        new HttpHeaders(),
        request);
  }

  private @Nullable ResponseEntity<Object> unavailable(
      RuntimeException ex, String detail, WebRequest request) {
    logger.warn("The database failed: " + ex.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, "5");
    return problem(
        ex,
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail),
        headers,
        request);
  }

  private @Nullable ResponseEntity<Object> refuse(
      Exception ex, List<FieldError> errors, HttpHeaders headers, WebRequest request) {
    return problem(
        ex, InvalidRequestException.problem(HttpStatus.BAD_REQUEST, errors), headers, request);
  }

  private @Nullable ResponseEntity<Object> problem(
      Exception ex, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
    return handleExceptionInternal(
        ex, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  private static FieldError error(org.springframework.validation.FieldError error) {
    return new FieldError(
        error.getField(),
        error.getRejectedValue(),
        allowed(String.valueOf(error.getDefaultMessage())));
  }

  /** Bean Validation says "must be …"; we say what is allowed. */
  private static String allowed(String message) {
    return message.startsWith("must be ") ? message.substring("must be ".length()) : message;
  }
}
