package dev.outbox.inventory;

import dev.outbox.events.contracts.ServiceContract;
import org.junit.jupiter.api.Test;

class ServiceContractTests {

  private final ServiceContract contract =
      ServiceContract.of("inventory-service", "dev.outbox.inventory");

  @Test
  void itReadsTheFieldsThatItDeclares() {
    contract.assertReadsWhatItDeclares();
  }

  @Test
  void itEmitsTheEventsThatItDeclares() {
    contract.assertEmitsWhatItDeclares();
  }

  @Test
  void itsIntegrationTestsLookAtTheEventsThatItWrites() {
    contract.assertTestsLookAtWrittenEvents();
  }
}
