package dev.outbox.localstack;

/**
 * Where tests get their MySQL, their Kafka and their mail server.
 *
 * <p>Typical use:
 *
 * <pre>{@code
 * @DynamicPropertySource
 * static void stack(DynamicPropertyRegistry registry) {
 *   Database database = TestStack.shared().mysql().createDatabase();
 *   registry.add("spring.datasource.url", database::jdbcUrl);
 *   registry.add("spring.datasource.username", database::username);
 *   registry.add("spring.datasource.password", database::password);
 *   registry.add("spring.kafka.bootstrap-servers", TestStack.shared().kafka()::bootstrapServers);
 * }
 * }</pre>
 *
 * <p>Tests that do not want each other's rows take a database each ({@link
 * MysqlServer#createDatabase}); for topics and consumer groups they choose names of their own.
 * Those that kill a server use their own ({@link MysqlServer#launch}, {@link KafkaBroker#launch})
 * or start it again before they end.
 */
public interface TestStack {

  /** The MySQL server, started when first asked for. */
  MysqlServer mysql();

  /** The Kafka broker, started when first asked for. */
  KafkaBroker kafka();

  /** The mail server, started when first asked for; a process in any case. */
  MailServer mail();

  /**
   * The one stack of this JVM. It ends with the JVM.
   *
   * <p>The system property {@code stack} chooses what servers are made of, those of {@link
   * MysqlServer#launch} and {@link KafkaBroker#launch} included:
   *
   * <ul>
   *   <li>{@code containers}: official images, by Testcontainers
   *   <li>{@code local}: processes of this machine, from what the build of local-stack fetched
   *   <li>{@code auto}, the default: containers where Docker answers and has the images or gets
   *       them within a minute each, else processes; a line says which
   * </ul>
   */
  static TestStack shared() {
    return SharedStack.INSTANCE;
  }

  /** Whether the servers are containers, so that a test can make containers of its own. */
  static boolean inContainers() {
    return ChosenServers.get() instanceof ContainerServers;
  }
}
