package dev.outbox.endtoend.readme;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What stands under a heading of the README. */
final class Section {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Predicate<String> COMMAND =
      Pattern.compile("^(\\./\\S|(docker|curl|java|kubectl) )").asPredicate();

  private final String title;
  private final List<Command> commands = new ArrayList<>();
  private final List<String> spans = new ArrayList<>();
  private final Set<String> named = new HashSet<>();

  Section(String title, String text) {
    this.title = title;
    List<MatchResult> fences = FENCE.matcher(text).results().toList();
    for (MatchResult fence : fences) {
      Command.of(fence.group(2)).forEach(command -> named.add(command.text()));
    }
    int end = 0;
    for (MatchResult fence : fences) {
      prose(text.substring(end, fence.start()));
      block(fence.group(1), fence.group(2));
      end = fence.end();
    }
    prose(text.substring(end));
  }

  String title() {
    return title;
  }

  /**
   * The commands of blocks and of the prose, in the order of the text. What a block has, the prose
   * may name too; that is no command of its own.
   */
  List<Command> commands() {
    return List.copyOf(commands);
  }

  /** What the prose has between backticks. */
  List<String> spans() {
    return List.copyOf(spans);
  }

  private void prose(String text) {
    for (MatchResult span : SPAN.matcher(text).results().toList()) {
      String code = span.group(1).replaceAll("\\s+", " ");
      spans.add(code);
      if (COMMAND.test(code) && named.add(code)) {
        commands.add(new Command(code, "", null));
      }
    }
  }

  private void block(String language, String text) {
    switch (language) {
      case "bash" -> commands.addAll(Command.of(text));
      case "json" -> {
        int last = commands.size() - 1;
        commands.set(last, commands.get(last).answering(text));
      }
      case "", "java", "xml", "yaml" -> {}
      default ->
          throw new IllegalStateException(
              "The README has a block of '%s': its commands are in blocks of 'bash'"
                  .formatted(language));
    }
  }
}
