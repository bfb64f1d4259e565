package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** One handler method and the class of the events it takes. */
final class HandlerMethod {

  private final Object bean;
  private final Method method;
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
    method.setAccessible(true);
    this.bean = bean;
    this.method = method;
    this.takesMetadata = parameters.length == 2;
    this.event = parameters[0].asSubclass(Event.class);
  }

  Class<? extends Event> event() {
    return event;
  }

  void handle(Event payload, EventMetadata metadata) {
    try {
      if (takesMetadata) {
        method.invoke(bean, payload, metadata);
      } else {
        method.invoke(bean, payload);
      }
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(this + " failed", cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(this + " cannot be called", e);
    }
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
