package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.TestStack;
import dev.outbox.starter.inbox.InboxStartIntegrationTests.ThingRecorder;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;

/** Errors, such as of memory, in the threads of the inbox: no thread is gone for good. */
class ListenerErrorIntegrationTests {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void errorInAHandlerIsTriedAgain() {
    try (var application = application(WithHandler.class).run();
        Publisher publisher = publisher()) {
      ThingRecorder recorder = application.getBean(ThingRecorder.class);
      recorder.errors.set(3);
      String id = publisher.publish(thing("after errors"));
      await().atMost(LONG).until(() -> recorder.ids.contains(id));
      assertThat(recorder.errors).hasValueLessThanOrEqualTo(0);
      assertHealthy(application.getBean(InboxHealthIndicator.class));
    }
  }

  @Test
  void consumerWhoseThreadAnErrorEndedIsStartedAgain() {
    try (var application = application(WithInterceptor.class).run();
        Publisher publisher = publisher()) {
      InboxHealthIndicator health = application.getBean(InboxHealthIndicator.class);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
      application.getBean(AtomicInteger.class).set(2);
      String id = publisher.publish(thing("intercepted"));
      await().atMost(LONG).until(() -> application.getBean(ThingRecorder.class).ids.contains(id));
      assertThat(application.getBean(AtomicInteger.class)).hasValueLessThanOrEqualTo(0);
      assertHealthy(health);
    }
  }

  @Test
  void backgroundTaskGoesOnAfterAnErrorAndSaysSo() {
    AtomicInteger calls = new AtomicInteger();
    BackgroundTask task =
        new BackgroundTask(
            "test",
            Duration.ofMillis(10),
            () -> {
              if (calls.incrementAndGet() < 6) {
                throw new OutOfMemoryError("of a\ntest");
              }
              return Duration.ofMillis(10);
            });
    task.start();
    try {
      await().atMost(LONG).until(() -> calls.get() > 10);
      assertThat(task.failure()).isEmpty();
    } finally {
      task.stop();
    }
  }

  @Test
  void backgroundTaskThatFailsAgainAndAgainIsToldInHealth() {
    BackgroundTask task =
        new BackgroundTask(
            "test",
            Duration.ofMillis(10),
            () -> {
              throw new IllegalStateException("of a\ntest");
            });
    task.start();
    try {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(task.failure()).hasValue("IllegalStateException: of a\\ntest"));
    } finally {
      task.stop();
    }
  }

  private static void assertHealthy(InboxHealthIndicator health) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(health.health().getStatus())
                    .as("%s", health.health())
                    .isEqualTo(Status.UP));
  }

  private static ApplicationStart application(Class<?> beans) {
    return ApplicationStart.of(beans).named().with("outbox.inbox.topics=thing-events");
  }

  private static Publisher publisher() {
    return new Publisher(TestStack.shared().kafka().bootstrapServers());
  }

  private static ThingHappened thing(String text) {
    return new ThingHappened(UUID.randomUUID().toString(), text);
  }

  @Configuration(proxyBeanMethods = false)
  static class WithHandler {

    @Bean
    ThingRecorder recorder() {
      return new ThingRecorder();
    }
  }

  /** Ends the thread of the container, outside of the listener. */
  @Configuration(proxyBeanMethods = false)
  static class WithInterceptor extends WithHandler {

    @Bean
    AtomicInteger errors() {
      return new AtomicInteger();
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<byte[], byte[]>> interceptor(
        AtomicInteger errors) {
      return (container, destination, group) ->
          container.setBatchInterceptor(
              new BatchInterceptor<>() {
                @Override
                public @Nullable ConsumerRecords<byte[], byte[]> intercept(
                    ConsumerRecords<byte[], byte[]> records,
                    org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
                  if (errors.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("of a test");
                  }
                  return records;
                }
              });
    }
  }
}
