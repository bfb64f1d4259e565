package dev.outbox.endtoend.readme;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code ./saga help} says: a paragraph for each command. */
record SagaHelp(Map<String, String> commands) {

  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+) .*\\n(   .*\\n)*");

  static SagaHelp of(String text) {
    Map<String, String> commands = new HashMap<>();
    Matcher paragraphs = COMMAND.matcher(text);
    while (paragraphs.find()) {
      commands.put(paragraphs.group(1), paragraphs.group());
    }
    return new SagaHelp(commands);
  }

  /** Whether it explains a {@code ./saga} command with each of its options. */
  boolean explains(String command) {
    String[] words = command.split(" ");
    String name = words.length > 1 ? words[1] : "";
    return name.equals("help")
        || commands.containsKey(name)
            && Stream.of(words).allMatch(word -> has(commands.get(name), word));
  }

  /** Whether any command has an option. */
  boolean explainsOption(String option) {
    return commands.values().stream().anyMatch(paragraph -> has(paragraph, option));
  }

  private static boolean has(String paragraph, String word) {
    return !word.startsWith("-")
        || Stream.of(word.split("="))
            .allMatch(
                part ->
                    Pattern.compile("(?<![\\w-])" + Pattern.quote(part) + "(?![\\w-])")
                        .matcher(paragraph)
                        .find());
  }
}
