package dev.outbox.starter.inbox;

import dev.outbox.events.EventTypes;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the {@link EventHandler} methods of all beans, by event type. */
final class EventHandlers implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final Map<String, HandlerMethod> byType = new HashMap<>();

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

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null) {
        MethodIntrospector.selectMethods(
                type,
                (Method method) -> AnnotatedElementUtils.hasAnnotation(method, EventHandler.class))
            .forEach(method -> add(beans.getBean(name), method));
      }
    }
  }

  private void add(Object bean, Method method) {
    HandlerMethod handler =
        new HandlerMethod(bean, AopUtils.selectInvocableMethod(method, bean.getClass()));
    HandlerMethod other = byType.put(EventTypes.of(handler.event()).value(), handler);
    if (other != null) {
      throw new IllegalStateException(
          "%s has two handlers, %s and %s: keep one"
              .formatted(handler.event().getSimpleName(), other, handler));
    }
  }
}
