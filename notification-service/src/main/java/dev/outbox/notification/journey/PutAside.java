package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records aside that fail in a way that the topology does not know, so that the others go on.
 * What fails in Kafka or on the disk is no fault of the record: the thread is replaced, and the
 * record is read again. Public, since Kafka Streams makes it by name.
 */
public final class PutAside
    implements ProcessingExceptionHandler,
        DeserializationExceptionHandler,
        ProductionExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(PutAside.class);

  /** Larger records might not go into a topic with headers added; where they came from is kept. */
  private static final int MAX_SIZE = 512 * 1024;

  /** A record's key, value and headers, cut to what fits into the topic. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    /** Keeps where a record came from and why it is put aside; the record itself if it fits. */
    static Kept of(
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        String place,
        String reason) {
      boolean fits = size(key, value, headers) <= MAX_SIZE;
      Headers kept = fits ? new RecordHeaders(headers) : new RecordHeaders();
      kept.add("journey-place", place.getBytes(UTF_8));
      kept.add("journey-reason", reason.getBytes(UTF_8));
      return fits ? new Kept(key, value, kept) : new Kept(null, null, kept);
    }

    private static int size(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
      int size = length(key) + length(value);
      for (Header header : headers) {
        size += header.key().length() + length(header.value());
      }
      return size;
    }

    private static int length(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }

  @Override
  public void configure(Map<String, ?> config) {
    // There is nothing to set.
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception failure) {
    if (isOfKafka(failure)) {
      return ProcessingExceptionHandler.Response.fail();
    }
    if (record == null) {
      log.error("A check of journeys failed, the next one follows", failure);
      return ProcessingExceptionHandler.Response.resume();
    }
    return ProcessingExceptionHandler.Response.resume(
        aside(context, context.sourceRawKey(), context.sourceRawValue(), failure));
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    return DeserializationExceptionHandler.Response.resume(
        aside(context, record.key(), record.value(), failure));
  }

  @Override
  public ProductionExceptionHandler.Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
    if (failure instanceof RetriableException) {
      return ProductionExceptionHandler.Response.retry();
    }
    boolean ofRecord =
        failure instanceof RecordTooLargeException || failure instanceof InvalidTimestampException;
    // Without a change of the store that others know, journeys would differ between instances.
    if (!ofRecord || record.topic().endsWith("-changelog")) {
      return ProductionExceptionHandler.Response.fail();
    }
    log.error("Kafka takes no record of {}, it is left out", record.topic(), failure);
    return ProductionExceptionHandler.Response.resume();
  }

  @Override
  @SuppressWarnings("rawtypes") // by the interface
  public ProductionExceptionHandler.Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception failure,
      SerializationExceptionOrigin origin) {
    return ProductionExceptionHandler.Response.resume(
        aside(context, context.sourceRawKey(), context.sourceRawValue(), failure));
  }

  private static boolean isOfKafka(Exception failure) {
    return failure instanceof KafkaException
        && !(failure instanceof SerializationException)
        && !(failure.getCause() instanceof ClassCastException);
  }

  private static List<ProducerRecord<byte[], byte[]>> aside(
      ErrorHandlerContext context,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Exception failure) {
    String place = context.topic() + "-" + context.partition() + "@" + context.offset();
    String reason = OneLine.of("it cannot be handled: " + failure);
    log.error("{}: {}: kept in {}", place, reason, JourneyTopology.UNREADABLE, failure);
    // In a check there is no record.
    Headers headers = context.headers() == null ? new RecordHeaders() : context.headers();
    Kept kept = Kept.of(key, value, headers, place, reason);
    return List.of(
        new ProducerRecord<>(
            JourneyTopology.UNREADABLE,
            null,
            System.currentTimeMillis(),
            kept.key(),
            kept.value(),
            kept.headers()));
  }
}
