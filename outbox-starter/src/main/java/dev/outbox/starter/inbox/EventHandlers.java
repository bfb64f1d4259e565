package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the {@link EventHandler} and {@link BeforeBatch} methods of all beans, by event type. */
final class EventHandlers implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final Map<String, HandlerMethod> byType = new TreeMap<>();
  private final SortedMap<String, BeforeBatchMethod> beforeBatch = new TreeMap<>();

  EventHandlers(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** The handler of a CloudEvents type; null if events of that type are of no interest here. */
  @Nullable HandlerMethod of(String type) {
    return byType.get(type);
  }

  Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  /** What is to be called before the events of a batch, in this order. */
  Collection<BeforeBatchMethod> beforeBatch() {
    return beforeBatch.values();
  }

  @Override
  public void afterSingletonsInstantiated() {
    scan(beans, EventHandler.class, this::addHandler);
    scan(beans, BeforeBatch.class, this::addBeforeBatch);
    beforeBatch()
        .forEach(
            method -> {
              if (byType.values().stream().noneMatch(handler -> method.takes(handler.event()))) {
                throw new IllegalStateException(
                    "%s prepares batches of %s, which has no @EventHandler: write one"
                        .formatted(method, method.event().getSimpleName()));
              }
            });
  }

  /** Finds the annotated methods of all beans that are singletons. */
  static void scan(
      ConfigurableListableBeanFactory beans,
      Class<? extends Annotation> annotation,
      BiConsumer<Object, Method> found) {
    for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null) {
        MethodIntrospector.selectMethods(
                type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, annotation))
            .forEach(method -> found.accept(beans.getBean(name), method));
      }
    }
  }

  private void addHandler(Object bean, Method method) {
    HandlerMethod handler = new HandlerMethod(bean, method);
    add(byType, handler.type(), handler.event(), handler, "handlers");
  }

  private void addBeforeBatch(Object bean, Method method) {
    BeforeBatchMethod preparation = new BeforeBatchMethod(bean, method);
    Class<? extends Event> event = preparation.event();
    add(beforeBatch, event.getName(), event, preparation, "preparations");
  }

  private static <T> void add(
      Map<String, T> methods, String key, Class<? extends Event> event, T method, String what) {
    T other = methods.put(key, method);
    if (other != null) {
      throw new IllegalStateException(
          "%s has two %s, %s and %s: keep one"
              .formatted(event.getSimpleName(), what, other, method));
    }
  }
}
