package dev.outbox.events;

/** Reads the {@link EventType} of event classes. */
public final class EventTypes {

  private EventTypes() {}

  /**
   * The annotation of an event class.
   *
   * @param event a class that implements {@link Event}
   * @return its annotation
   * @throws IllegalArgumentException if the class has none
   */
  public static EventType of(Class<? extends Event> event) {
    EventType type = event.getAnnotation(EventType.class);
    if (type == null) {
      throw new IllegalArgumentException(
          event.getName() + " is an Event without a name: annotate it with @EventType");
    }
    return type;
  }
}
