package dev.outbox.order;

import dev.outbox.events.contracts.ServiceContract;
import org.junit.jupiter.api.Test;

class ServiceContractTests {

  private final ServiceContract contract = ServiceContract.of("order-service", "dev.outbox.order");

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
    contract.assertTestsLookAtWrittenEvents(OrderServiceStartIntegrationTests.class);
  }
}
