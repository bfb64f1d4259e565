package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages in docs name is there. */
class DocsTests {

  private static final Path DOCS = Readme.PROJECT.resolve("docs");
  private static final List<String> MODULES =
      List.of(
          "outbox-relay",
          "outbox-starter",
          "order-service",
          "inventory-service",
          "notification-service",
          "examples/invoicing",
          "end-to-end-tests");

  /** {@code FooTests.method}, or {@code .method} of the class that the line has named before. */
  private static final Pattern TEST =
      Pattern.compile("`(?:(\\w+(?:Tests|Contract)))?\\.([a-zA-Z]\\w+)`");

  /** What is in italics. */
  private static final Pattern ROUND =
      Pattern.compile("(?<!\\*)\\*([a-zA-Z]\\w*(?: \\w+)+)\\*(?!\\*)");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void everyTestThatTheFailureModelNamesExists() {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line : read(DOCS.resolve("failure-model.md")).lines().toList()) {
      String name = "";
      for (Matcher test = TEST.matcher(line); test.find(); ) {
        name = test.group(1) == null ? name : test.group(1);
        if (name.isEmpty()) {
          continue;
        }
        named++;
        if (!tests.getOrDefault(name, "").contains("  void " + test.group(2) + "(")) {
          missing.add(name + "." + test.group(2));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(40);
  }

  @Test
  void everyRoundThatTheFailureModelNamesExists() {
    String rounds = String.join("", tests().values());
    assertThat(ROUND.matcher(read(DOCS.resolve("failure-model.md"))).results())
        .extracting(round -> "return \"" + round.group(1) + "\";")
        .hasSizeGreaterThan(9)
        .allSatisfy(round -> assertThat(rounds).contains(round));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    try (Stream<Path> files = Files.walk(DOCS)) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).toList();
      for (Path page : pages) {
        for (Matcher link = LINK.matcher(read(page)); link.find(); links++) {
          if (!leadsSomewhere(page, link.group(1), link.group(2))) {
            broken.add(page.getFileName() + ": " + link.group());
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  private static boolean leadsSomewhere(Path page, String file, String section) {
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target)
        && (section == null
            || HEADING
                .matcher(read(target))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(section)));
  }

  /** As GitHub makes it. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
  }

  /** The sources of all tests, by the names of their classes. */
  private static Map<String, String> tests() {
    Map<String, String> tests = new TreeMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Readme.PROJECT.resolve(module).resolve("src/test"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file -> tests.put(file.getFileName().toString().replace(".java", ""), read(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return tests;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
