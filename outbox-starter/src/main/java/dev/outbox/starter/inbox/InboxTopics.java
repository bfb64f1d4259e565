package dev.outbox.starter.inbox;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The topics that a service consumes: {@code outbox.inbox.topics}, separated by commas or as a
 * list. As a condition, it matches if there are any.
 */
final class InboxTopics extends SpringBootCondition {

  static final String PROPERTY = "outbox.inbox.topics";

  /** Returns the topics; empty if the service consumes nothing. */
  static List<String> of(Environment environment) {
    return Binder.get(environment)
        .bind(PROPERTY, Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .map(String::strip)
        .filter(topic -> !topic.isEmpty())
        .toList();
  }

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    List<String> topics = of(context.getEnvironment());
    ConditionMessage.Builder message = ConditionMessage.forCondition(PROPERTY);
    return topics.isEmpty()
        ? ConditionOutcome.noMatch(message.because("it names no topic"))
        : ConditionOutcome.match(message.foundExactly(String.join(",", topics)));
  }
}
