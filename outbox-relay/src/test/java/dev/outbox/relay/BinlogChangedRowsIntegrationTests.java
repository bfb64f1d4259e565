package dev.outbox.relay;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;

class BinlogChangedRowsIntegrationTests extends ChangedRowsContract {

  BinlogChangedRowsIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    super(mysql, kafka);
  }

  @Override
  String mode() {
    return "binlog";
  }
}
