package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializationException;
import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import java.io.IOException;

/** Says what a failure of reading the log means, and what an operator can do about it. */
public final class LogProblem {

  private static final int ACCESS_DENIED = 1227;

  private LogProblem() {}

  /** The failure as the relay's own exception, with a sentence for operators. */
  public static SourceException explain(Throwable failure, String server) {
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
    if (isIn(failure, OutOfMemoryError.class)) {
      return new SourceException(
          OutboxState.BLOCKED,
          ("The relay's heap of %d MB does not hold what it has to read of the log of server '%s': a"
                  + " row of an outbox takes some four times its size. Start the relay with a larger"
                  + " -Xmx; nothing is lost")
              .formatted(Runtime.getRuntime().maxMemory() / (1024 * 1024), server),
          failure);
    }
    if (!(failure instanceof IOException)
        || (failure instanceof EventDataDeserializationException
            && !isIn(failure, PacketStream.LostException.class))) {
      return new SourceException(
          OutboxState.BLOCKED,
          ("The log of server '%s' has something that the relay cannot read (%s). Set"
                  + " outbox.relay.mode=polling, and report it; nothing is lost")
              .formatted(server, found(failure)),
          failure);
    }
    return new SourceException(
        OutboxState.WAITING_FOR_DATABASE,
        "The log of server '%s' cannot be read (%s): check that MySQL is up and reachable; nothing is lost"
            .formatted(server, found(failure)),
        failure);
  }

  private static boolean isIn(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static String found(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return root instanceof IOException && message != null ? message : root.toString();
  }
}
