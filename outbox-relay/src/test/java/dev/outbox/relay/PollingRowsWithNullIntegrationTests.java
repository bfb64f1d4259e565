package dev.outbox.relay;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;

class PollingRowsWithNullIntegrationTests extends RowsWithNullContract {

  PollingRowsWithNullIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    super(mysql, kafka);
  }

  @Override
  String mode() {
    return "polling";
  }
}
