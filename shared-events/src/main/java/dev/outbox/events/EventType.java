package dev.outbox.events;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names an {@link Event} for the outside world. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

  /**
   * The CloudEvents {@code type}, with a version: {@code dev.outbox.order.OrderPlaced.v1}.
   *
   * @return up to 255 ASCII characters
   */
  String value();

  /**
   * The kind of aggregate, which chooses the topic: {@code order} goes to {@code order-events}.
   *
   * @return up to 64 ASCII characters
   */
  String aggregate();

  /**
   * The CloudEvents {@code dataschema}: the {@code $id} of the event's JSON Schema.
   *
   * @return an absolute URI of up to 255 ASCII characters; empty (the default) for none
   */
  String schema() default "";
}
