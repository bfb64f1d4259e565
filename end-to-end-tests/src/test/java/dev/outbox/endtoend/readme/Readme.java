package dev.outbox.endtoend.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's README.md. */
record Readme(String text, List<Section> sections) {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");
  private static final Pattern FILE =
      Pattern.compile("[\\w.-]+/[\\w./-]*|[\\w-]+\\.(md|yml|xml|sh)");
  private static final Pattern MODULES = Pattern.compile("(?m)^\\| (`[^|]+) \\|");

  static Readme read() {
    try {
      String text = Files.readString(PROJECT.resolve("README.md"));
      List<Section> sections = new ArrayList<>();
      for (String section : text.split("(?m)^## ")) {
        String title = section.lines().findFirst().orElseThrow();
        sections.add(new Section(title, section));
      }
      return new Readme(text, sections);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Section section(String title) {
    return sections.stream()
        .filter(section -> section.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The README has no section " + title));
  }

  List<Command> commands() {
    return sections.stream().flatMap(section -> section.commands().stream()).toList();
  }

  List<String> spans() {
    return sections.stream().flatMap(section -> section.spans().stream()).toList();
  }

  /** Files and folders that it links to or names, modules among them. */
  List<String> files() {
    Stream<String> links =
        find(LINK).map(link -> link.group(1)).filter(link -> !link.contains("://"));
    Stream<String> named = spans().stream().filter(span -> FILE.matcher(span).matches());
    Stream<String> modules =
        find(MODULES)
            .flatMap(row -> Stream.of(row.group(1).split(",")))
            .map(module -> module.replace("`", "").strip());
    return Stream.of(links, named, modules).flatMap(files -> files).distinct().toList();
  }

  private Stream<MatchResult> find(Pattern pattern) {
    return pattern.matcher(text).results();
  }
}
