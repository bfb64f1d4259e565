package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(StackExtension.class)
class LocalStackIntegrationTests {

  @TempDir private Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @Test
  void aRecordPublishedByHandIsPrintedWithKeyHeadersAndValue(
      KafkaBroker kafka, @TempDir Path directory) throws Exception {
    createTopic(kafka, "by-hand");
    Path file = Files.writeString(directory.resolve("value.json"), "{\"a\":\"ä\"}");

    assertThat(
            run(
                "publish",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--header",
                "ce_id=1",
                "--header",
                "ce_type=a=b",
                "by-hand",
                "k",
                file.toString()))
        .isZero();
    assertThat(printed()).isEqualTo("by-hand-0@0\n");
    run("publish", "--bootstrap", kafka.bootstrapServers(), "by-hand", "other", file.toString());
    printed();

    assertThat(
            run(
                "topic",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--from-beginning",
                "--key",
                "k",
                "by-hand"))
        .isZero();
    assertThat(printed())
        .startsWith("by-hand-0@0 at ")
        .endsWith(
            """
              key     k
              header  ce_id=1
              header  ce_type=a=b
              value   {"a":"ä"}
            """);
  }

  @Test
  void aTopicIsPrintedUpToItsPresentEndOrTheNumberAskedFor(
      KafkaBroker kafka, @TempDir Path directory) throws Exception {
    createTopic(kafka, "three");
    Path file = Files.writeString(directory.resolve("value"), "v");
    for (String key : List.of("1", "2", "3")) {
      run("publish", "--bootstrap", kafka.bootstrapServers(), "three", key, file.toString());
    }
    printed();

    run("topic", "--bootstrap", kafka.bootstrapServers(), "--from-beginning", "three");
    assertThat(printed()).containsSubsequence("key     1", "key     2", "key     3");

    run("topic", "--bootstrap", kafka.bootstrapServers(), "--from-beginning", "three", "--max=2");
    assertThat(printed()).contains("key     2").doesNotContain("key     3");
  }

  @Test
  void aRecordIsConsumedOnceAllGroupsThatReadItsPartitionArePastIt(KafkaBroker kafka)
      throws Exception {
    createTopic(kafka, "read");
    TopicPartition partition = new TopicPartition("read", 0);
    String[] command = {
      "consumed", "--bootstrap", kafka.bootstrapServers(), "--timeout=1", "read-0@17"
    };
    try (Admin admin = admin(kafka)) {
      assertThat(run(command)).isEqualTo(1);
      assertThat(errors()).contains("no group reads it");

      commit(admin, "fast", partition, 18);
      commit(admin, "slow", partition, 17);
      assertThat(run(command)).isEqualTo(1);
      assertThat(errors()).contains("slow=17").doesNotContain("fast");

      commit(admin, "slow", partition, 18);
      assertThat(run(command)).isZero();
      assertThat(printed()).isEqualTo("fast\nslow\n");
    }
  }

  @Test
  void anUnknownTopicIsSaidAtOnce(KafkaBroker kafka) {
    assertThat(run("topic", "--bootstrap", kafka.bootstrapServers(), "nonsense")).isEqualTo(1);
    assertThat(errors()).startsWith("There is no topic nonsense");
  }

  @Test
  void aQuerysRowsAreATable(MysqlServer mysql) {
    String query = "SELECT 1 AS one, 'long text' AS two UNION SELECT 22222, NULL";
    assertThat(run(sql(mysql, query))).isZero();
    assertThat(printed())
        .isEqualTo(
            """
            one    two
            -----  ---------
            1      long text
            22222  null
            (2 rows)
            """);
  }

  @Test
  void aServersRefusalIsOneLine(MysqlServer mysql) {
    assertThat(run(sql(mysql, "SELECT nonsense"))).isEqualTo(1);
    assertThat(errors()).isEqualTo("MySQL: Unknown column 'nonsense' in 'field list'\n");
  }

  @Test
  void whatIsNotUnderstoodIsExitStatusTwo() {
    assertThat(run("topic")).isEqualTo(2);
    assertThat(errors()).contains("--bootstrap");
  }

  private String passwordFile(MysqlServer mysql) {
    try {
      return Files.writeString(folder.resolve("password"), mysql.adminPassword() + "\n").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] sql(MysqlServer mysql, String query) {
    return new String[] {
      "sql",
      "--url",
      mysql.jdbcUrl("").replaceFirst("/$", ""),
      "--user",
      mysql.adminUsername(),
      "--password-file",
      passwordFile(mysql),
      "mysql",
      query
    };
  }

  private static void createTopic(KafkaBroker kafka, String name) throws Exception {
    try (Admin admin = admin(kafka)) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  private static void commit(Admin admin, String group, TopicPartition partition, long offset)
      throws Exception {
    admin
        .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private static Admin admin(KafkaBroker kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private int run(String... arguments) {
    return LocalStack.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private String printed() {
    return taken(out);
  }

  private String errors() {
    return taken(err);
  }

  private static String taken(StringWriter writer) {
    String text = writer.toString();
    writer.getBuffer().setLength(0);
    return text;
  }
}
