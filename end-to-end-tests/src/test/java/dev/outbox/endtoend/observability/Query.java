package dev.outbox.endtoend.observability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An expression in PromQL, as far as it names metrics and labels; that it is one is for promtool to
 * say.
 *
 * @param where the alert or the panel that asks
 * @param selectors the series that it reads
 * @param grouping the labels that it groups or matches by
 */
public record Query(String where, List<Selector> selectors, Set<String> grouping) {

  /**
   * A metric and what it is looked at for.
   *
   * @param function the innermost function or aggregation around it, or empty
   */
  public record Selector(String metric, List<Matcher> matchers, String function) {}

  /** A condition on a label, {@code operator} being one of PromQL's four. */
  public record Matcher(String label, String operator, String value) {}

  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|\\[[^]]*]|[a-zA-Z_:][\\w:]*|\\d[\\w.]*|[=!]~|!=|\\S");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");
  private static final Set<String> GROUPS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  static Query of(String where, String expression) {
    Deque<String> tokens = new ArrayDeque<>();
    TOKEN.matcher(expression).results().map(MatchResult::group).forEach(tokens::add);
    List<Selector> selectors = new ArrayList<>();
    Set<String> grouping = new TreeSet<>();
    Deque<String> functions = new ArrayDeque<>(List.of(""));
    String function = "";
    while (!tokens.isEmpty()) {
      String token = tokens.remove();
      if (GROUPS.contains(token)) {
        until(")", tokens).stream().filter(NAME.asMatchPredicate()).forEach(grouping::add);
      } else if (token.equals("(")) {
        functions.push(function.isEmpty() ? functions.element() : function);
        function = "";
      } else if (token.equals(")")) {
        functions.pop();
      } else if (NAME.matcher(token).matches() && !WORDS.contains(token)) {
        if (isFunction(tokens)) {
          function = token;
        } else {
          selectors.add(new Selector(token, matchers(tokens), functions.element()));
        }
      }
    }
    return new Query(where, selectors, grouping);
  }

  /** As in {@code rate(…)} and {@code sum by (…) (…)}. */
  private static boolean isFunction(Deque<String> following) {
    String next = following.isEmpty() ? "" : following.element();
    return next.equals("(") || next.equals("by") || next.equals("without");
  }

  private static List<Matcher> matchers(Deque<String> tokens) {
    List<Matcher> matchers = new ArrayList<>();
    if (!tokens.isEmpty() && tokens.element().equals("{")) {
      List<String> inside =
          until("}", tokens).stream().filter(token -> !"{,".contains(token)).toList();
      for (int i = 0; i + 2 < inside.size(); i += 3) {
        String value = inside.get(i + 2).replace("\"", "");
        matchers.add(new Matcher(inside.get(i), inside.get(i + 1), value));
      }
    }
    return matchers;
  }

  private static List<String> until(String end, Deque<String> tokens) {
    List<String> taken = new ArrayList<>();
    while (!tokens.isEmpty() && !tokens.element().equals(end)) {
      taken.add(tokens.remove());
    }
    tokens.poll();
    return taken;
  }
}
