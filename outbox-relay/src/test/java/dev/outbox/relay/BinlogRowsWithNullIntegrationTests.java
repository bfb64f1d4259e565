package dev.outbox.relay;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;

class BinlogRowsWithNullIntegrationTests extends RowsWithNullContract {

  BinlogRowsWithNullIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    super(mysql, kafka);
  }

  @Override
  String mode() {
    return "binlog";
  }
}
