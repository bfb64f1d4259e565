package dev.outbox.localstack;

import org.jspecify.annotations.Nullable;

/** Child processes of this JVM, each started when first asked for. */
final class LocalTestStack implements TestStack {

  private @Nullable MysqlServer mysql;
  private @Nullable KafkaBroker kafka;

  @Override
  public synchronized MysqlServer mysql() {
    if (mysql == null) {
      mysql = MysqlServer.launch();
    }
    return mysql;
  }

  @Override
  public synchronized KafkaBroker kafka() {
    if (kafka == null) {
      kafka = KafkaBroker.launch();
    }
    return kafka;
  }
}
