package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class StackExtensionIntegrationTests {

  final Database database;

  StackExtensionIntegrationTests(Database database) {
    this.database = database;
  }

  @Test
  void aTestClassHasOneDatabaseThatItsAccountMayUse(Database again) throws SQLException {
    assertThat(again).isEqualTo(database);
    try (var connection =
        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
      connection.createStatement().execute("CREATE TABLE thing (id INT)");
    }
  }

  @Test
  void theServersAreThoseOfTheSharedStack(MysqlServer mysql, KafkaBroker kafka) {
    assertThat(mysql).isSameAs(TestStack.shared().mysql());
    assertThat(kafka).isSameAs(TestStack.shared().kafka());
  }
}
