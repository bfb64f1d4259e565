package dev.outbox.benchmarks.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to run.
 *
 * @param parts which parts; all by default
 * @param events how many are published or handled; 0 by default: as many as the benchmark likes
 * @param warmUp how many such backlogs are drained before, in the same process, so that its code is
 *     compiled; default 4
 * @param seconds how long is measured; 0 by default: as long as the benchmark likes
 * @param clients how many place orders at once; default 32
 * @param idleSeconds how long statements of an idle relay are counted; default 60
 * @param contender runs only contenders whose name contains this; default all
 * @param relayOptions further options for the relay's JVM, as for a profile
 * @param reports where the report goes
 * @param work where logs of the contenders go
 * @param project where the packaged applications are found
 */
public record Options(
    Set<Part> parts,
    int events,
    int warmUp,
    int seconds,
    int clients,
    int idleSeconds,
    String contender,
    List<String> relayOptions,
    Path reports,
    Path work,
    Path project) {

  /** A part of the comparison. */
  public enum Part {
    DRAIN,
    LATENCY,
    IDLE,
    WRITER
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Options parse(List<String> arguments) {
    Set<Part> parts = EnumSet.allOf(Part.class);
    int events = 0;
    int warmUp = 4;
    int seconds = 0;
    int clients = 32;
    int idleSeconds = 60;
    String contender = "";
    List<String> relayOptions = new ArrayList<>();
    Path reports = Path.of("docs", "benchmarks");
    Path work = Path.of(".local", "benchmarks");
    Path project = Path.of("");
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value.");
      }
      String value = arguments.get(i + 1);
      switch (name) {
        case "--only" -> parts = parts(value);
        case "--events" -> events = positive(name, value);
        case "--warm-up" -> warmUp = positive(name, value);
        case "--seconds" -> seconds = positive(name, value);
        case "--clients" -> clients = positive(name, value);
        case "--idle-seconds" -> idleSeconds = positive(name, value);
        case "--contender" -> contender = value;
        case "--relay-option" -> relayOptions.add(value);
        case "--reports" -> reports = Path.of(value);
        case "--work" -> work = Path.of(value);
        case "--project" -> project = Path.of(value);
        default -> throw new IllegalArgumentException("There is no option " + name + ".");
      }
    }
    return new Options(
        parts,
        events,
        warmUp,
        seconds,
        clients,
        idleSeconds,
        contender,
        List.copyOf(relayOptions),
        reports,
        work,
        project);
  }

  public boolean runs(Part part) {
    return parts.contains(part);
  }

  /** How many events there are, unless the command line says otherwise. */
  public int events(int usual) {
    return events == 0 ? usual : events;
  }

  /** How long is measured, unless the command line says otherwise. */
  public int seconds(int usual) {
    return seconds == 0 ? usual : seconds;
  }

  /** The packaged application of a module. */
  public Path jar(String module) {
    return project.resolve(Path.of(module, "target", module + ".jar"));
  }

  /** Chooses contenders by their names. */
  public Predicate<String> contenders() {
    return name -> name.contains(contender);
  }

  private static Set<Part> parts(String value) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : value.split(",", -1)) {
      try {
        parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "--only takes drain, latency, idle and writer, with commas between them, not %s."
                .formatted(name),
            e);
      }
    }
    return parts;
  }

  private static int positive(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException("%s takes a number above 0, not %s.".formatted(name, value));
  }
}
