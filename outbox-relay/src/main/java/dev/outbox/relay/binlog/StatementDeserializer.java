package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Reads the beginning of a statement that was logged as such, which has the name of what it writes
 * to. The library's own reads all of it, however many rows are in it.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Query__event.html">Query_event</a>
 */
final class StatementDeserializer implements EventDataDeserializer<QueryEventData> {

  private static final int MAX_LENGTH = 64 * 1024;

  @Override
  public QueryEventData deserialize(ByteArrayInputStream in) throws IOException {
    QueryEventData data = new QueryEventData();
    data.setThreadId(in.readLong(4));
    data.setExecutionTime(in.readLong(4));
    in.skip(1); // the length of the database's name
    data.setErrorCode(in.readInteger(2));
    in.skip(in.readInteger(2)); // variables
    data.setDatabase(in.readZeroTerminatedString());
    data.setSql(in.readString(Math.min(MAX_LENGTH, in.available())));
    return data;
  }
}
