package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

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
      size += LENGTH + header.key().getBytes(UTF_8).length + LENGTH + header.value().length;
    }
    return size;
  }
}
