package dev.outbox.events.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shows contracts and what is wrong with them, a version a line. */
final class ContractTable {

  private ContractTable() {}

  static String of(Contracts contracts, List<Finding> findings) {
    SortedMap<VersionName, Long> faults = new TreeMap<>();
    findings.forEach(finding -> faults.merge(finding.version(), 1L, Long::sum));
    SortedSet<VersionName> names = new TreeSet<>(contracts.versions().keySet());
    names.addAll(faults.keySet());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("EVENT", "VERSION", "PRODUCERS", "CONSUMERS", "VERDICT"));
    for (VersionName name : names) {
      long count = faults.getOrDefault(name, 0L);
      rows.add(
          List.of(
              name.event(),
              "v" + name.version(),
              joined(contracts.producersOf(name)),
              joined(contracts.needsOf(name.event()).stream().map(Need::consumer).toList()),
              count == 0 ? "ok" : count == 1 ? "1 fault" : count + " faults"));
    }
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(line(row, rows)).append('\n'));
    findings.forEach(finding -> text.append('\n').append(finding).append('\n'));
    return text.toString();
  }

  private static String joined(List<String> names) {
    return names.isEmpty() ? "-" : String.join(", ", names);
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
      line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
