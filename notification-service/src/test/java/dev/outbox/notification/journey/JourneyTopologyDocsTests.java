package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** docs/journeys.md shows the topology; {@code -Ddocs.update=true} writes it anew. */
class JourneyTopologyDocsTests {

  private static final Path PAGE = Path.of("..", "docs", "journeys.md");
  private static final String FENCE = "```\n";

  @Test
  void theDocsShowTheTopology() throws IOException {
    Topology topology = new Topology();
    JourneyMetrics metrics = new JourneyMetrics(new SimpleMeterRegistry());
    new JourneyTopology(JourneyDriver.PROPERTIES, metrics).addTo(topology);
    String page = Files.readString(PAGE);
    int begin = page.indexOf(FENCE, page.indexOf("## Topology")) + FENCE.length();
    String described = topology.describe().toString().stripTrailing().replaceAll(" +\n", "\n");
    String expected =
        page.substring(0, begin) + described + "\n" + page.substring(page.indexOf(FENCE, begin));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE).hasContent(expected);
  }
}
