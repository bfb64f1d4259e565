package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.Ports;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Free ports in place of those that the README uses, so that a running demo is left alone. */
final class DemoPorts {

  private static final Pattern DOCUMENTED = Pattern.compile("`([A-Z]+_PORT)` \\((\\d+)\\)");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d{4,5}\\b");

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> substitutes = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();

  DemoPorts(Readme readme) {
    for (MatchResult port : DOCUMENTED.matcher(readme.text()).results().toList()) {
      String free = free();
      environment.put(port.group(1), free);
      substitutes.put(port.group(2), free);
    }
    assertThat(substitutes).as("ports that the README names").hasSize(8);
    environment.put("KAFKA_CONTROLLER_PORT", free());
  }

  /** A port that none of the others is. */
  String free() {
    int port = Ports.free();
    while (!taken.add(port)) {
      port = Ports.free();
    }
    return String.valueOf(port);
  }

  /** What tells the {@code saga} script. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** A command of the README with these ports. */
  String in(String command) {
    return NUMBER
        .matcher(command)
        .replaceAll(number -> substitutes.getOrDefault(number.group(), number.group()));
  }
}
