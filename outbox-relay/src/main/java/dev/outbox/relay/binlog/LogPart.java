package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import java.util.List;
import java.util.Map;

/**
 * A transaction of the log, or a part of a large one.
 *
 * @param gtid which transaction
 * @param events the rows it wrote to outboxes, in order
 * @param last whether this is all of the transaction, or its last part
 * @param unreadable outboxes whose rows in it could not be read, and why: they must be read from
 *     their tables
 * @param refused outboxes that it wrote to in a way that the relay cannot follow, and what to do
 * @param weight roughly how much memory it takes, in bytes
 */
public record LogPart(
    MySqlGtid gtid,
    List<LoggedEvent> events,
    boolean last,
    Map<String, String> unreadable,
    Map<String, String> refused,
    int weight) {}
