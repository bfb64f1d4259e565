package dev.outbox.events.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTableTests {

  @Test
  void aVersionIsALineWithItsVerdict() {
    VersionName placed = VersionName.of("dev.outbox.order.OrderPlaced.v1");
    String table = ContractTable.of(Contracts.ofProject(), List.of(new Finding(placed, "broken")));
    assertThat(table.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "dev\\.outbox\\.order\\.OrderPlaced +v1 +order-service +inventory-service,.* +1 fault"))
        .anySatisfy(line -> assertThat(line).matches("dev\\.outbox\\.order\\.OrderConfirmed .* ok"))
        .contains("dev.outbox.order.OrderPlaced.v1: broken");
  }
}
