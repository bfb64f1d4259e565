package dev.outbox.notification.journey;

import dev.outbox.events.notification.SagaStalled;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds steps to journeys, and finds those that have stalled. Whatever it does about an event is in
 * one transaction with the event's offset.
 */
final class MergeProcessor extends ContextualProcessor<String, Step, String, Object> {

  private static final Logger log = LoggerFactory.getLogger(MergeProcessor.class);

  /** So many journeys at a time, so that events do not wait. */
  private static final int BATCH = 1_000;

  private final JourneyProperties properties;
  private final JourneyMetrics metrics;

  private KeyValueStore<String, Journey> journeys;
  private KeyValueStore<String, String> agenda;

  /** Since when events come as they are published: what came before may have waited for us. */
  private Instant upToDateSince;

  @SuppressWarnings("NullAway.Init") // by init
  MergeProcessor(JourneyProperties properties, JourneyMetrics metrics) {
    this.properties = properties;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    super.init(context);
    journeys = context.getStateStore(JourneyTopology.JOURNEYS);
    agenda = context.getStateStore(JourneyTopology.AGENDA);
    upToDateSince = now();
    context.schedule(properties.checkInterval(), PunctuationType.WALL_CLOCK_TIME, time -> look());
  }

  @Override
  public void process(Record<String, Step> record) {
    try {
      merge(record);
    } catch (RuntimeException e) {
      if (!(e instanceof KafkaException)) {
        metrics.unreadable(); // PutAside keeps it.
      }
      throw e;
    }
  }

  private void merge(Record<String, Step> record) {
    Instant now = now();
    Instant published = Instant.ofEpochMilli(record.timestamp());
    if (published.isBefore(now.minus(properties.stalledAfter()))) {
      upToDateSince = now;
    }
    String orderId = record.key();
    Journey before = journeys.get(orderId);
    Journey known = before == null ? Journey.begin(orderId, now) : before;
    Journey after = known.with(record.value(), now);
    if (after.equals(known)) {
      metrics.duplicate();
      return;
    }
    replace(before, after);
    metrics.merged();
    if (after.state() != known.state()) {
      metrics.outcome(after.state());
    }
    if (known.duration().isEmpty()) {
      after.duration().ifPresent(metrics::took);
    }
  }

  /** Called from time to time, also when no events come. */
  private void look() {
    Instant now = now();
    if (!now.minus(properties.stalledAfter()).isBefore(upToDateSince)) {
      each(
          Waiting.FOR_STEP, now.minus(properties.stalledAfter()), entry -> raise(entry.value, now));
    }
    Instant expired = now.minus(properties.retention());
    each(Waiting.ENDED, expired, this::drop);
    each(Waiting.STALLED, expired, this::drop);
  }

  /** One journey that fails holds up no other: its entry is removed. */
  private void each(Waiting waiting, Instant since, Consumer<KeyValue<String, String>> action) {
    for (KeyValue<String, String> entry : Agenda.notMovedSince(agenda, waiting, since, BATCH)) {
      try {
        action.accept(entry);
      } catch (KafkaException e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("order {}: its journey cannot be checked, and is not any more", entry.value, e);
        Agenda.remove(agenda, entry);
      }
    }
  }

  private void raise(String orderId, Instant now) {
    Journey journey = Objects.requireNonNull(journeys.get(orderId), "it is not there");
    Step last = journey.lastMove().orElseThrow();
    log.atWarn()
        .addKeyValue("orderId", orderId)
        .log(
            "order {}: is {}, and nothing came after {} ({}) for {}",
            orderId,
            journey.state(),
            last.type(),
            last.eventId(),
            Duration.between(journey.movedAt(), now));
    SagaStalled event =
        new SagaStalled(
            UUID.fromString(orderId),
            journey.state().name(),
            last.eventId(),
            last.type(),
            last.time(),
            now);
    context().forward(StalledEvents.record(event), JourneyTopology.STALLED);
    metrics.stalled();
    replace(journey, journey.stalledAfter(last));
  }

  private void replace(@Nullable Journey before, Journey after) {
    // Fails, if it does, before anything is changed.
    byte[] update = JourneyTopology.write(JourneyView.of(after));
    if (before != null) {
      Agenda.remove(agenda, before);
    }
    journeys.put(after.orderId(), after);
    Agenda.add(agenda, after);
    context()
        .forward(
            new Record<String, Object>(
                after.orderId(), update, context().currentSystemTimeMs(), new RecordHeaders()),
            JourneyTopology.UPDATES);
  }

  private void drop(KeyValue<String, String> entry) {
    journeys.delete(entry.value);
    Agenda.remove(agenda, entry);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context().currentSystemTimeMs());
  }
}
