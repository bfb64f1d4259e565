package dev.outbox.relay.operator;

import dev.outbox.relay.group.NotOwnerException;
import dev.outbox.relay.group.Owners;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.publish.PublishException;
import dev.outbox.relay.worker.NotParkedException;
import dev.outbox.relay.worker.ParkedChangedException;
import dev.outbox.relay.worker.UnansweredException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What operators are told when something cannot be done. */
@RestControllerAdvice(
    assignableTypes = {OperatorController.class, ParkedController.class, BulkController.class})
class OperatorProblems {

  private final Owners owners;

  OperatorProblems(Owners owners) {
    this.owners = owners;
  }

  @ExceptionHandler
  ProblemDetail of(NotOwnerException e) throws InterruptedException {
    String owner = owners.of(e.server()).orElse(null);
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.CONFLICT,
            owner == null
                ? String.valueOf(e.getMessage())
                : "The server '%s' is owned by %s: ask that relay".formatted(e.server(), owner));
    problem.setProperty("server", e.server());
    if (owner != null) {
      problem.setProperty("owner", owner);
    }
    return problem;
  }

  @ExceptionHandler
  ProblemDetail of(NotParkedException e) {
    return problem(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler
  ProblemDetail of(NotKeptException e) {
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, e);
  }

  @ExceptionHandler
  ProblemDetail of(SourceException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
  }

  @ExceptionHandler
  ProblemDetail of(PublishException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
  }

  @ExceptionHandler
  ProblemDetail of(ParkedChangedException e) {
    return problem(HttpStatus.CONFLICT, e);
  }

  /** A command that still runs may yet succeed: that is not the same as a refusal. */
  @ExceptionHandler
  ProblemDetail of(UnansweredException e) {
    return problem(e.running() ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.SERVICE_UNAVAILABLE, e);
  }

  @ExceptionHandler
  ProblemDetail of(IllegalStateException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
  }

  private static ProblemDetail problem(HttpStatus status, Exception e) {
    return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
  }
}
