package dev.outbox.events.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contracts of this project hold; {@code target/contracts.txt} shows them. {@code
 * -Dcontracts.release=true} records new versions as released, {@code -Dcontracts.write=true} writes
 * the catalogue.
 */
class ContractsTests {

  private static Contracts contracts;
  private static List<Finding> findings = List.of();

  @BeforeAll
  static void check() {
    contracts = Contracts.ofProject();
    if (Boolean.getBoolean("contracts.release")) {
      contracts = contracts.with(ReleaseCheck.toRecord(contracts));
      ContractFiles.ofProject().writeReleases(contracts.releases());
    }
    if (Boolean.getBoolean("contracts.write")) {
      Catalogue.of(contracts).write(Catalogue.FOLDER);
    }
    findings = ContractCheck.all(contracts);
    ContractFiles.write(Path.of("target", "contracts.txt"), ContractTable.of(contracts, findings));
  }

  @Test
  void allHold() {
    assertThat(findings).isEmpty();
  }

  @Test
  void theCatalogueIsTheirs() {
    assertThat(Catalogue.of(contracts).stale(Catalogue.FOLDER))
        .as("files in docs/events that are stale, ./saga contracts --write makes them anew")
        .isEmpty();
  }
}
