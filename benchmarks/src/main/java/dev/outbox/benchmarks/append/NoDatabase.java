package dev.outbox.benchmarks.append;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A data source that takes every statement and does nothing: what is left of appending is what the
 * service's own CPU does. A database's answer takes longer, and varies more, than what is measured.
 */
final class NoDatabase extends AbstractDataSource {

  private final PreparedStatement statement = nothing(PreparedStatement.class);
  private final Connection connection =
      (Connection)
          Proxy.newProxyInstance(
              NoDatabase.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) ->
                  method.getName().equals("prepareStatement")
                      ? statement
                      : answer(method.getReturnType()));

  static DataSource create() {
    return new NoDatabase();
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public Connection getConnection(String username, String password) {
    return connection;
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            NoDatabase.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(method.getReturnType())));
  }

  private static @Nullable Object answer(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? 1 : null;
  }
}
