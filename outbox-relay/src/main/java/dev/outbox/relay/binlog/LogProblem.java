package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;

/** Says what a failure of reading the log means, and what an operator can do about it. */
public final class LogProblem {

  private static final int ACCESS_DENIED = 1227;

  private LogProblem() {}

  /** The failure as the relay's own exception, with a sentence for operators. */
  public static SourceException explain(Exception failure, String server) {
    if (failure instanceof SourceException known) {
      return known;
    }
    if (failure instanceof ServerException answer && answer.getErrorCode() == ACCESS_DENIED) {
      return new SourceException(
          OutboxState.REFUSED,
          ("The relay's account may not read the log of server '%s' (%s): GRANT REPLICATION SLAVE,"
                  + " REPLICATION CLIENT ON *.* to it, or set outbox.relay.mode=polling")
              .formatted(server, failure.getMessage()),
          failure);
    }
    if (failure instanceof AuthenticationException) {
      return new SourceException(
          OutboxState.WAITING_FOR_DATABASE,
          "Server '%s' refuses the login to its log (%s): check outbox.relay.servers.%s.username and .password"
              .formatted(server, failure.getMessage(), server),
          failure);
    }
    return new SourceException(
        OutboxState.WAITING_FOR_DATABASE,
        "The log of server '%s' cannot be read (%s): check that MySQL is up and reachable; nothing is lost"
            .formatted(server, found(failure)),
        failure);
  }

  private static String found(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
