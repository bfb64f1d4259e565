package dev.outbox.endtoend.observability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What applications answer at /actuator/prometheus, in the text format of Prometheus. */
public final class Scrape {

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What Prometheus itself knows. */
  private static final String OWN =
      """
      # TYPE up gauge
      up 1
      # TYPE ALERTS gauge
      ALERTS{alertname="any",alertstate="firing",severity="warning"} 1
      """;

  private static final Set<String> OF_COUNTERS = Set.of("rate", "increase", "irate");

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, List<Map<String, String>>> series = new HashMap<>();

  public Scrape() {
    add("prometheus", OWN);
  }

  /** Adds the answer of an application, whose job has its name. */
  public void add(String job, String text) {
    for (MatchResult type : TYPE.matcher(text).results().toList()) {
      types.put(type.group(1), type.group(2));
    }
    for (MatchResult sample : SAMPLE.matcher(text).results().toList()) {
      Map<String, String> labels = new HashMap<>(Map.of("job", job, "instance", job));
      if (sample.group(2) != null) {
        for (Matcher label = LABEL.matcher(sample.group(2)); label.find(); ) {
          labels.put(label.group(1), label.group(2));
        }
      }
      series.computeIfAbsent(sample.group(1), any -> new ArrayList<>()).add(labels);
    }
  }

  /** What a query asks for and nobody answers. */
  public List<String> missing(Query query) {
    List<String> missing = new ArrayList<>();
    List<Map<String, String>> all = new ArrayList<>();
    for (Query.Selector selector : query.selectors()) {
      List<Map<String, String>> found =
          series.getOrDefault(selector.metric(), List.of()).stream()
              .filter(labels -> selector.matchers().stream().allMatch(m -> matches(m, labels)))
              .toList();
      all.addAll(found);
      if (found.isEmpty()) {
        missing.add(query.where() + ": no series for " + selector);
      } else if (isCounter(selector.metric()) != OF_COUNTERS.contains(selector.function())) {
        missing.add(query.where() + ": wrong function for the type of " + selector);
      }
    }
    for (String label : query.grouping()) {
      if (all.stream().noneMatch(labels -> labels.containsKey(label))) {
        missing.add(query.where() + ": no label " + label);
      }
    }
    return missing;
  }

  /** What depends on a dashboard's variable has to have the label. */
  private static boolean matches(Query.Matcher matcher, Map<String, String> labels) {
    String value = labels.get(matcher.label());
    return switch (matcher.operator()) {
      case "=" -> matcher.value().equals(value);
      case "!=" -> value != null && !matcher.value().equals(value);
      default -> value != null;
    };
  }

  /** Those of histograms and summaries too, but for their quantiles. */
  private boolean isCounter(String metric) {
    String type = types.get(metric);
    return type == null || type.equals("counter");
  }
}
