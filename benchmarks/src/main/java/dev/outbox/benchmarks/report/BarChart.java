package dev.outbox.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in groups, as SVG; readable on light and on dark ground. */
public final class BarChart {

  private static final int WIDTH = 860;
  private static final int LABELS = 330;
  private static final int BARS = 420;
  private static final int ROW = 26;
  private static final int TITLE = 44;

  private final List<Group> groups = new ArrayList<>();

  /**
   * A bar.
   *
   * @param text written behind it
   * @param own whether it is one of this project's
   */
  public record Bar(String label, double value, String text, boolean own) {}

  private record Group(String title, List<Bar> bars) {}

  /** Adds a group with a scale of its own; without bars it is left out. */
  public void group(String title, List<Bar> bars) {
    if (!bars.isEmpty()) {
      groups.add(new Group(title, List.copyOf(bars)));
    }
  }

  public String svg() {
    StringBuilder body = new StringBuilder();
    int y = 0;
    for (Group group : groups) {
      body.append(text("title", 0, y + 28, "start", group.title()));
      y += TITLE;
      double most = group.bars().stream().mapToDouble(Bar::value).max().orElse(1);
      for (Bar bar : group.bars()) {
        append(body, bar, y, most);
        y += ROW;
      }
    }
    int height = y + 12;
    return
"""
<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 15px }
.own { fill: #1a7f64 }
.other { fill: #8c959f }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .own { fill: #3fb98f }
  .other { fill: #6e7681 }
}
</style>
%s</svg>
"""
        .formatted(WIDTH, height, WIDTH, height, body);
  }

  private static void append(StringBuilder body, Bar bar, int y, double most) {
    double width = most <= 0 ? 0 : Math.max(1, BARS * bar.value() / most);
    body.append(text("label", LABELS - 10, y + 17, "end", bar.label()));
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
            bar.own() ? "own" : "other",
            LABELS,
            y + 4,
            width,
            ROW - 8));
    body.append(text("value", (int) (LABELS + width + 8), y + 17, "start", bar.text()));
  }

  private static String text(String kind, int x, int y, String anchor, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
        .formatted(kind, x, y, anchor, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
