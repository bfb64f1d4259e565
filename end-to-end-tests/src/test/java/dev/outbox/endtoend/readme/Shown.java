package dev.outbox.endtoend.readme;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the README shows of a command's answer: JSON in the block below it; or behind its {@code #}
 * JSON, a few of its fields ({@code "status":"CONFIRMED"}), or a text between quotes.
 */
record Shown(String text, Predicate<String> in) {

  private static final Pattern DOCUMENT = Pattern.compile("[\\[{].*");
  private static final Pattern FIELDS = Pattern.compile("\"\\w+\":.*");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  static List<Shown> by(Command command) {
    String answer = command.answer();
    Stream<Shown> below = answer == null ? Stream.empty() : Stream.of(document(answer));
    return Stream.concat(below, behind(command.comment())).toList();
  }

  private static Stream<Shown> behind(String comment) {
    Matcher document = DOCUMENT.matcher(comment);
    if (document.find()) {
      return Stream.of(document(document.group()));
    }
    Matcher fields = FIELDS.matcher(comment);
    if (fields.find()) {
      return Stream.of(fields(fields.group()));
    }
    return QUOTED.matcher(comment).results().map(quoted -> text(quoted.group(1)));
  }

  private static Shown document(String json) {
    return new Shown(json, new JsonPattern(json)::matches);
  }

  private static Shown fields(String json) {
    return new Shown(json, new JsonPattern("{" + json + "}")::matchesFieldsIn);
  }

  private static Shown text(String text) {
    return new Shown(text, answer -> answer.contains(text));
  }
}
