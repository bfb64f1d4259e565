package dev.outbox.relay.publish;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/** How large a record can get on the wire, in Kafka's message format 2, before compression. */
final class RecordSize {

  /** The head of a batch, and the lengths, deltas and attributes of its one record. */
  private static final int OVERHEAD = 61 + 21;

  /** A length as a variable-length number takes at most this much. */
  private static final int LENGTH = 5;

  private RecordSize() {}

  static int upperBound(ProducerRecord<byte[], byte[]> record) {
    int size = OVERHEAD + record.key().length + record.value().length;
    for (Header header : record.headers()) {
      size += LENGTH + Utils.utf8Length(header.key()) + LENGTH + header.value().length;
    }
    return size;
  }
}
