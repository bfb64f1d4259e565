package dev.outbox.starter.inbox;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Refuses to start an application with {@link EventHandler} methods that would get no events. */
final class UnconsumedHandlers implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final Environment environment;

  UnconsumedHandlers(ConfigurableListableBeanFactory beans, Environment environment) {
    this.beans = beans;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    EventHandlers.scan(
        beans,
        EventHandler.class,
        (bean, method) -> {
          throw new IllegalStateException(
              "%s.%s is an @EventHandler that would get no events: %s"
                  .formatted(
                      method.getDeclaringClass().getSimpleName(), method.getName(), cause()));
        });
  }

  private String cause() {
    return InboxTopics.of(environment).isEmpty()
        ? "outbox.inbox.topics names no topic. Set it to the topics to consume"
        : "there is no DataSource, or no PlatformTransactionManager. The inbox needs both";
  }
}
