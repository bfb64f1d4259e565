package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import org.jspecify.annotations.Nullable;

/** What the library's GTID sets lack. */
public final class GtidSets {

  private GtidSets() {}

  /** Whether a transaction is in the set; no set has none. */
  public static boolean contains(@Nullable GtidSet set, MySqlGtid gtid) {
    if (set == null) {
      return false;
    }
    GtidSet.UUIDSet ofServer = set.getUUIDSet(gtid.getServerId().toString(), gtid.getTag());
    if (ofServer == null) {
      return false;
    }
    long number = gtid.getTransactionId();
    for (GtidSet.Interval interval : ofServer.getIntervals()) {
      if (interval.getStart() <= number && number <= interval.getEnd()) {
        return true;
      }
    }
    return false;
  }
}
