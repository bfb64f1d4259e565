package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventTypes;
import java.lang.reflect.Method;

/** One {@link EventHandler} method and the class of the events it takes. */
final class HandlerMethod {

  private final BeanMethod method;
  private final boolean takesMetadata;
  private final Class<? extends Event> event;

  HandlerMethod(Object bean, Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length < 1
        || parameters.length > 2
        || !Event.class.isAssignableFrom(parameters[0])
        || (parameters.length == 2 && parameters[1] != EventMetadata.class)) {
      throw new IllegalStateException(
          method + " is no event handler: it must take an Event and, optionally, EventMetadata");
    }
    this.method = new BeanMethod(bean, method);
    this.takesMetadata = parameters.length == 2;
    this.event = parameters[0].asSubclass(Event.class);
  }

  Class<? extends Event> event() {
    return event;
  }

  /** The CloudEvents type of those events. */
  String type() {
    return EventTypes.of(event).value();
  }

  void handle(Event payload, EventMetadata metadata) {
    if (takesMetadata) {
      method.call(payload, metadata);
    } else {
      method.call(payload);
    }
  }

  @Override
  public String toString() {
    return method.toString();
  }
}
