package dev.outbox.localstack;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the servers of {@link TestStack#shared} as parameters: a {@link MysqlServer}, a
 * {@link KafkaBroker}, a {@link MailServer}, or a {@link Database}, which is a new one for each
 * test class.
 *
 * <pre>{@code
 * @ExtendWith(StackExtension.class)
 * class JdbcOutboxIntegrationTests {
 *   JdbcOutboxIntegrationTests(Database database, KafkaBroker kafka) { … }
 * }
 * }</pre>
 */
public final class StackExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(StackExtension.class);

  /** JUnit makes it. */
  public StackExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == MysqlServer.class
        || type == KafkaBroker.class
        || type == MailServer.class
        || type == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    TestStack stack = TestStack.shared();
    if (type == MysqlServer.class) {
      return stack.mysql();
    }
    if (type == KafkaBroker.class) {
      return stack.kafka();
    }
    if (type == MailServer.class) {
      return stack.mail();
    }
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            context.getRequiredTestClass(), key -> stack.mysql().createDatabase(), Database.class);
  }
}
