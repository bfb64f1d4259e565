package dev.outbox.notification;

import dev.outbox.events.contracts.ServiceContract;
import org.junit.jupiter.api.Test;

class ServiceContractTests {

  private final ServiceContract contract =
      ServiceContract.of("notification-service", "dev.outbox.notification");

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
