package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.TestStack;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** What an application has to set, and what it may have beside the inbox. */
class InboxStartIntegrationTests {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void topicsAsAListAreConsumed() {
    try (var application =
        ApplicationStart.of(Handling.class)
            .named()
            .with("outbox.inbox.topics[0]=thing-events", "outbox.inbox.topics[1]=other-events")
            .run()) {
      awaitHandled(application, publish("as a list"));
      assertThat(application.getBean(InboxHealthIndicator.class).health().getStatus())
          .isEqualTo(Status.UP);
    }
  }

  @Test
  void handlersWithoutTopicsAreRefused() {
    assertThatThrownBy(() -> ApplicationStart.of(Handling.class).named().run())
        .hasStackTraceContaining("ThingRecorder.on is an @EventHandler that would get no events")
        .hasStackTraceContaining("outbox.inbox.topics names no topic");
  }

  @Test
  void consumerWithoutANameIsRefused() {
    assertThatThrownBy(
            () ->
                ApplicationStart.of(Handling.class).with("outbox.inbox.topics=thing-events").run())
        .hasStackTraceContaining("has no name")
        .hasStackTraceContaining("Set spring.application.name or outbox.inbox.consumer");
  }

  @Test
  void producerWithoutANameStarts() {
    try (var application = ApplicationStart.of(Nothing.class).run()) {
      assertThat(application.getBean(Inbox.class).handleOnce("id", () -> {})).isTrue();
    }
  }

  @Test
  void nameThatTheTableCannotHoldIsRefused() {
    assertThatThrownBy(
            () ->
                ApplicationStart.of(Handling.class)
                    .with("outbox.inbox.topics=thing-events", "spring.application.name=zürich")
                    .run())
        .hasStackTraceContaining("1 to 64 printable ASCII characters");
  }

  @Test
  void functionOfAProducerIsNotBoundToKafka() {
    try (var application = ApplicationStart.of(Supplying.class).run()) {
      BindingService bindings = application.getBean(BindingService.class);
      assertThat(bindings.getProducerBindingNames()).isEmpty();
      assertThat(bindings.getConsumerBindingNames()).isEmpty();
      assertThat(application.getBean(AtomicInteger.class)).hasValue(0);
    }
  }

  @Test
  void functionDefinitionWithoutTheInboxIsRefused() {
    assertThatThrownBy(
            () ->
                ApplicationStart.of(Supplying.class)
                    .named()
                    .with(
                        "outbox.inbox.topics=thing-events",
                        "spring.cloud.function.definition=numbers")
                    .run())
        .hasStackTraceContaining("Set it to 'numbers;inbox'");
  }

  @Test
  void customizerOfTheApplicationDoesNotReplaceTheInboxs() {
    try (var application =
        ApplicationStart.of(Customizing.class)
            .named()
            .with("outbox.inbox.topics=thing-events")
            .run()) {
      ThingRecorder recorder = application.getBean(ThingRecorder.class);
      recorder.errors.set(12);
      String id = publish("after errors");
      awaitHandled(application, id);
      assertThat(recorder.errors).hasValueLessThanOrEqualTo(0);
      assertThat(application.getBean(Customizing.class).customized).contains("thing-events");
    }
  }

  @Test
  void bindingOfTheApplicationKeepsItsErrorHandler() {
    try (var application =
        ApplicationStart.of(Customizing.class)
            .named()
            .with(
                "outbox.inbox.topics=thing-events",
                "spring.cloud.function.definition=inbox;own",
                "spring.cloud.stream.bindings.own-in-0.destination=own-events",
                "spring.cloud.stream.bindings.own-in-0.group=own")
            .run()) {
      Customizing customizing = application.getBean(Customizing.class);
      await().atMost(LONG).until(() -> customizing.customized.contains("own-events"));
      AbstractMessageListenerContainer<?, ?> own =
          customizing.containers.get(customizing.customized.indexOf("own-events"));
      assertThat(own.getCommonErrorHandler()).isSameAs(customizing.errorHandler);
    }
  }

  @Test
  void primaryCustomizerOfTheApplicationIsRefused() {
    assertThatThrownBy(
            () ->
                ApplicationStart.of(CustomizingFirst.class)
                    .named()
                    .with("outbox.inbox.topics=thing-events")
                    .run())
        .hasStackTraceContaining("primary");
  }

  private static String publish(String text) {
    try (Publisher publisher = new Publisher(TestStack.shared().kafka().bootstrapServers())) {
      return publisher.publish(new ThingHappened(UUID.randomUUID().toString(), text));
    }
  }

  private static void awaitHandled(ConfigurableApplicationContext application, String id) {
    await().atMost(LONG).until(() -> application.getBean(ThingRecorder.class).ids.contains(id));
  }

  static class ThingRecorder {

    final List<String> ids = new CopyOnWriteArrayList<>();

    /** How many attempts are to fail as if memory ran out. */
    final AtomicInteger errors = new AtomicInteger();

    @EventHandler
    void on(ThingHappened event, EventMetadata metadata) {
      if (event.text().equals("after errors") && errors.getAndDecrement() > 0) {
        throw new OutOfMemoryError("of a test");
      }
      ids.add(metadata.id());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  @Configuration(proxyBeanMethods = false)
  static class Handling {

    @Bean
    ThingRecorder recorder() {
      return new ThingRecorder();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Supplying {

    @Bean
    AtomicInteger supplied() {
      return new AtomicInteger();
    }

    @Bean
    Supplier<String> numbers(AtomicInteger supplied) {
      return () -> "" + supplied.incrementAndGet();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Customizing extends Handling {

    final List<String> customized = new CopyOnWriteArrayList<>();
    final List<AbstractMessageListenerContainer<?, ?>> containers = new CopyOnWriteArrayList<>();

    /** Skips at the first failure. */
    final DefaultErrorHandler errorHandler = new DefaultErrorHandler(new FixedBackOff(0, 0));

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>
        listenerContainerCustomizer() {
      return (container, destination, group) -> {
        containers.add(container);
        customized.add(destination);
        container.setCommonErrorHandler(errorHandler);
      };
    }

    @Bean
    Consumer<String> own() {
      return text -> {};
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class CustomizingFirst extends Handling {

    @Bean
    @Primary
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> first() {
      return (container, destination, group) -> {};
    }
  }
}
