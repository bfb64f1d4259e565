package dev.outbox.endtoend.readme;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command of the README.
 *
 * @param text what a reader types, which may be several lines
 * @param comment what stands behind it, after a {@code #}; empty if there is none
 * @param answer the JSON that the README shows below it
 */
record Command(String text, String comment, @Nullable String answer) {

  // One of a shell's lines: quoted text and an escaped end of line belong to it.
  private static final Pattern LINE =
      Pattern.compile(
          "((?:'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"|\\\\[\\s\\S]|[^'\"\\\\\\n#])*+)(?:#([^\\n]*))?");

  static List<Command> of(String block) {
    return LINE.matcher(block)
        .results()
        .map(Command::of)
        .filter(command -> !command.text.isEmpty())
        .toList();
  }

  private static Command of(MatchResult line) {
    String comment = line.group(2);
    return new Command(line.group(1).strip(), comment == null ? "" : comment.strip(), null);
  }

  Command answering(String json) {
    return new Command(text, comment, json);
  }

  /** Whether it does something each time it is run. */
  boolean isRequest() {
    return text.contains(" -X ");
  }

  /** Whether it runs until it is stopped. */
  boolean isServer() {
    return text.contains("java -jar") || text.startsWith("./saga run ");
  }
}
