package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.ResolvableType;

/** One {@link BeforeBatch} method and the class of the events it takes. */
final class BeforeBatchMethod {

  private final BeanMethod method;
  private final Class<? extends Event> event;

  BeforeBatchMethod(Object bean, Method method) {
    ResolvableType list = ResolvableType.forMethodParameter(method, 0, bean.getClass());
    Class<?> element = list.getGeneric(0).resolve(Object.class);
    if (method.getParameterCount() != 1
        || list.resolve() != List.class
        || !Event.class.isAssignableFrom(element)) {
      throw new IllegalStateException(
          method + " is no preparation of a batch: it must take a List of an Event, and no more");
    }
    this.method = new BeanMethod(bean, method);
    this.event = element.asSubclass(Event.class);
  }

  Class<? extends Event> event() {
    return event;
  }

  boolean takes(Class<? extends Event> type) {
    return event.isAssignableFrom(type);
  }

  void call(List<Event> events) {
    method.call(events);
  }

  @Override
  public String toString() {
    return method.toString();
  }
}
