package dev.outbox.starter.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Takes batches from Spring Cloud Stream. When it returns, all events of the batch are handled or
 * parked, and committed, and only then Kafka's offsets move; an exception makes the listener
 * container deliver the batch again (see {@link RedeliveringContainers}). Thread-safe.
 */
final class EventConsumer implements Consumer<Message<List<byte[]>>> {

  private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

  private final EventReader reader;
  private final BatchHandler batches;
  private final StalledPartitions stalled;
  private final InboxMetrics metrics;

  EventConsumer(
      EventReader reader, BatchHandler batches, StalledPartitions stalled, InboxMetrics metrics) {
    this.reader = reader;
    this.batches = batches;
    this.stalled = stalled;
    this.metrics = metrics;
  }

  /** Also after an error the thread goes on: the container would end it, and consume no more. */
  @Override
  public void accept(Message<List<byte[]>> batch) {
    try {
      take(batch);
    } catch (Error e) {
      throw new IllegalStateException("The batch will be delivered again", e);
    }
  }

  private void take(Message<List<byte[]>> batch) {
    List<ReceivedRecord> records = ReceivedRecords.of(batch);
    List<IncomingEvent> events = new ArrayList<>(records.size());
    int ignored = 0;
    for (ReceivedRecord record : records) {
      IncomingEvent event = reader.read(record);
      if (event == null) {
        log.debug("{}: no handler for {}, ignored", record.place(), LogText.of(record.type()));
        ignored++;
      } else {
        events.add(event);
      }
    }
    if (!events.isEmpty()) {
      batches.handle(events);
    }
    metrics.ignored(ignored);
    records.forEach(record -> stalled.succeeded(record.partitionName()));
  }
}
