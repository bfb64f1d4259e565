package dev.outbox.localstack;

import org.jspecify.annotations.Nullable;

/** The servers that the tests of this JVM share, each started when first asked for. */
final class SharedStack implements TestStack {

  static final TestStack INSTANCE = new SharedStack();

  private @Nullable MysqlServer mysql;
  private @Nullable KafkaBroker kafka;
  private @Nullable MailServer mail;

  private SharedStack() {}

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

  @Override
  public synchronized MailServer mail() {
    if (mail == null) {
      mail = MailServer.launch();
    }
    return mail;
  }
}
