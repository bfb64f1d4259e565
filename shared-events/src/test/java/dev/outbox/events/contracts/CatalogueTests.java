package dev.outbox.events.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class CatalogueTests {

  private final Contracts contracts = Contracts.ofProject();

  @Test
  void theAsyncApiDocumentKeepsToTheOfficialSchema() throws IOException {
    Schema schema = asyncApiSchema();
    ObjectNode document = AsyncApi.of(contracts);
    assertThat(schema.validate(document)).isEmpty();
    ((ObjectNode) document.at("/channels/order-events")).put("adress", "order-events");
    assertThat(schema.validate(document)).isNotEmpty();
  }

  private static Schema asyncApiSchema() throws IOException {
    try (InputStream in = CatalogueTests.class.getResourceAsStream("asyncapi-3.0.0.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(in, InputFormat.JSON);
    }
  }

  @Test
  void thePageTellsWhoEmitsAndWhoReadsWhat(@TempDir Path folder) {
    assertThat(EventsPage.of(new ContractsCopy(folder).read()))
        .contains(
            "| [OrderPlaced](#orderplaced) | v1 | `order-events` | `orderId` | order-service"
                + " | mail-service, stock-service |")
        .contains(
            "| stock-service | `orderId`, `lines[].sku`, `lines[].quantity`"
                + " | Sets aside what was ordered. |")
        .contains(
            "| `lines[].quantity` | integer, from 1 to 2147483647 | yes | How many, in pieces."
                + " | `2` |")
        .contains("\"customerId\": \"c-1\"");
  }

  @Test
  void aFileThatIsNotAsGeneratedIsStale(@TempDir Path folder) {
    Catalogue catalogue = Catalogue.of(contracts);
    assertThat(catalogue.stale(folder)).containsExactly("README.md", "asyncapi.json");
    catalogue.write(folder);
    assertThat(catalogue.stale(folder)).isEmpty();
    ContractFiles.write(folder.resolve("README.md"), "edited by hand");
    assertThat(catalogue.stale(folder)).containsExactly("README.md");
  }
}
