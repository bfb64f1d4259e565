package dev.outbox.benchmarks.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;

/** How a contender is told what to do: lines on its standard input, answered on its output. */
public final class Commands {

  /** What answers start with; everything else that a contender prints is for its log. */
  static final String ANSWER = "ANSWER ";

  /** Does what a line says. */
  @FunctionalInterface
  public interface Command {

    /**
     * Does it.
     *
     * @param words the line's
     * @return the answer
     */
    String run(List<String> words) throws Exception;
  }

  private Commands() {}

  /** Does what comes until the input ends. */
  public static void serve(Command command) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answer(command.run(List.of(line.split(" ", -1))));
    }
  }

  public static void answer(String answer) {
    System.out.println(ANSWER + answer);
  }
}
