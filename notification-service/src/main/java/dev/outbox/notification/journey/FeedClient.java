package dev.outbox.notification.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One client that follows the changes of journeys. It is connected by one thread, then run and
 * closed by another one; {@link #stop} may be called by any.
 */
final class FeedClient {

  private static final Logger log = LoggerFactory.getLogger(FeedClient.class);

  private final SseEmitter emitter = new SseEmitter(0L); // It ends when somebody ends it.
  private final Duration heartbeat;
  private volatile boolean stopped;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private FeedPlace place = new FeedPlace(new long[0]);

  FeedClient(Duration heartbeat) {
    this.heartbeat = heartbeat;
    emitter.onError(failure -> stop());
    emitter.onCompletion(this::stop);
  }

  SseEmitter emitter() {
    return emitter;
  }

  /** Finds the place from which on the client is told; null for the end. */
  void connect(Consumer<byte[], byte[]> consumer, @Nullable FeedPlace from) {
    this.consumer = consumer;
    List<TopicPartition> partitions =
        consumer.partitionsFor(JourneyTopology.UPDATES).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new JourneysUnavailableException("their topics are not there yet", null);
    }
    consumer.assign(partitions);
    if (from == null) {
      consumer.seekToEnd(partitions);
    } else {
      partitions.forEach(partition -> consumer.seek(partition, from.offset(partition.partition())));
    }
    for (TopicPartition partition : partitions) {
      place = place.after(partition.partition(), consumer.position(partition) - 1);
    }
  }

  /** Makes a consumer for {@link #connect}. */
  static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    Map<String, Object> own = new HashMap<>(config);
    own.keySet().removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, "group.instance.id"));
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // What has expired since is left out; a topic that was made anew is read from its beginning.
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    own.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
    own.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 128 * 1024);
    own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Tells the client of changes until it goes away, Kafka does, or it is stopped. The response has
   * ended when this returns or throws.
   */
  void run() {
    Consumer<byte[], byte[]> records = consumer;
    if (records == null) {
      throw new IllegalStateException("not connected");
    }
    try {
      follow(records);
    } catch (IOException | IllegalStateException | WakeupException e) {
      log.debug("A client of the stream is gone", e);
    } catch (KafkaException e) {
      log.warn("A client of the stream cannot be told more: {}", e.getMessage());
    } finally {
      end();
    }
  }

  private void follow(Consumer<byte[], byte[]> records) throws IOException {
    // A client that loses the connection before anything happens goes on from here.
    emitter.send(SseEmitter.event().id(place.toString()).comment("following"));
    long told = System.nanoTime();
    while (!stopped) {
      ConsumerRecords<byte[], byte[]> changes = records.poll(heartbeat);
      for (ConsumerRecord<byte[], byte[]> change : changes) {
        send(change);
      }
      boolean due = System.nanoTime() - told >= heartbeat.toNanos();
      if (changes.isEmpty() && due) {
        emitter.send(SseEmitter.event().comment("nothing new"));
      }
      if (!changes.isEmpty() || due) {
        told = System.nanoTime();
      }
    }
  }

  /** Ends the response. The container may have done so before, after an error of its own. */
  private void end() {
    try {
      emitter.complete();
    } catch (RuntimeException e) {
      log.debug("The response had ended already", e);
    }
  }

  private void send(ConsumerRecord<byte[], byte[]> change) throws IOException {
    place = place.after(change.partition(), change.offset());
    if (change.value() == null) {
      return; // No journey; the topic can be written by others.
    }
    emitter.send(
        SseEmitter.event()
            .id(place.toString())
            .name("journey")
            .data(new String(change.value(), StandardCharsets.UTF_8)));
  }

  /** Has it end soon. */
  void stop() {
    stopped = true;
    Consumer<byte[], byte[]> waiting = consumer;
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  /** Gives back what it has, by the thread that has run it. */
  void close() {
    Consumer<byte[], byte[]> used = consumer;
    if (used != null) {
      try {
        used.close(CloseOptions.timeout(Duration.ZERO));
      } catch (KafkaException e) {
        log.debug("The consumer of a client did not close well", e);
      }
    }
  }
}
