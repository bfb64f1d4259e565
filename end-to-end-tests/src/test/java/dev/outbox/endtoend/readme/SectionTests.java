package dev.outbox.endtoend.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SectionTests {

  @Test
  void aCommandGoesOnWhileAQuoteIsOpenOrTheEndOfALineIsEscaped() {
    assertThat(commands("```bash\na '1 # \n2' # c\nb \\\n  3\n\n# alone\nd \"\\\"#\n\"\n```\n"))
        .containsExactly(
            new Command("a '1 # \n2'", "c", null),
            new Command("b \\\n  3", "", null),
            new Command("d \"\\\"#\n\"", "", null));
  }

  @Test
  void jsonBelowACommandIsItsAnswer() {
    assertThat(commands("```bash\na\nb\n```\n```json\n{}\n```\n"))
        .containsExactly(new Command("a", "", null), new Command("b", "", "{}\n"));
  }

  @Test
  void proseHasCommandsThatBlocksDoNotHave() {
    assertThat(commands("run `./x\ny`, `./z`, `no/command`\n```bash\n./z\n```\nagain `./x y`\n"))
        .extracting(Command::text)
        .containsExactly("./x y", "./z");
  }

  @Test
  void aBlockOfAnUnknownLanguageIsRefused() {
    assertThatThrownBy(() -> new Section("", "```console\n$ ls\n```\n"))
        .hasMessageContaining("console");
  }

  private static Iterable<Command> commands(String text) {
    return new Section("", text).commands();
  }
}
