package dev.outbox.relay;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Keeps each message of the relay on a line of its own. Kafka keys, ids and types come from
 * outside, and what operators send does too: with a line break in it a message could look like two.
 * Control characters are written as escapes, whatever pattern is configured. Messages of other
 * loggers may have several lines, as reports of a failed start do; structured formats escape by
 * themselves.
 */
final class HarmlessMessages
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final String OWN = "dev.outbox.";
  private static final List<String> WORDS = List.of("m", "msg", "message");

  /** After logging is configured. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      for (Logger logger : context.getLoggerList()) {
        logger.iteratorForAppenders().forEachRemaining(HarmlessMessages::change);
      }
    }
  }

  private static void change(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> lines
        && lines.getEncoder() instanceof PatternLayoutEncoder encoder
        && encoder.getLayout() instanceof PatternLayout layout) {
      WORDS.forEach(word -> layout.getInstanceConverterMap().put(word, Converter::new));
      // Reads the pattern again.
      layout.start();
    }
  }

  /** Writes the message of an event. */
  private static final class Converter extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
      String message = super.convert(event);
      return event.getLoggerName().startsWith(OWN) ? escaped(message) : message;
    }
  }

  /** The text with its control characters and line separators as escapes. */
  static String escaped(String text) {
    if (text.chars().noneMatch(HarmlessMessages::isControl)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              if (!isControl(c)) {
                escaped.append((char) c);
              } else if (c == '\n') {
                escaped.append("\\n");
              } else if (c == '\r') {
                escaped.append("\\r");
              } else {
                escaped.append("\\u%04x".formatted(c));
              }
            });
    return escaped.toString();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
