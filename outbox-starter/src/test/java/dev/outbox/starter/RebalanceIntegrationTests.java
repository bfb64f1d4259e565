package dev.outbox.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Instances of a service come and go while events arrive, and one event fails meanwhile. */
@ExtendWith(StackExtension.class)
class RebalanceIntegrationTests {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** Kafka's default interval. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  private static final int KEYS = 12;

  private int published;
  private final String run = UUID.randomUUID() + "/";

  @Test
  void eventsAreHandledOnceAndInOrderWhenPartitionsMoveWhileAKeyIsParked(
      Database database, KafkaBroker kafka) {
    ConfigurableApplicationContext first = run(database, kafka);
    try (Publisher publisher = new Publisher(kafka.bootstrapServers())) {
      JdbcClient jdbc = first.getBean(JdbcClient.class);
      publish(publisher, 10);
      await().atMost(LONG).until(() -> handled(jdbc, 1).size() == 10);
      try (var second = run(database, kafka)) {
        ThingHandler handler = second.getBean(ThingHandler.class);
        while (!hasTakenPartitions(handler)) {
          assertThat(published).as("events until the second instance has some").isLessThan(5_000);
          publish(publisher, 10);
        }
        assertThat(handled(jdbc, 0)).as("of the parked key").hasSize(5);
        first.close();
        publish(publisher, 10);
        handler.failing.clear();
        JdbcClient left = second.getBean(JdbcClient.class);
        for (int key = 0; key < KEYS; key++) {
          int of = key;
          List<String> expected =
              IntStream.range(0, published).mapToObj(number -> text(of, number)).toList();
          await()
              .atMost(LONG)
              .untilAsserted(() -> assertThat(handled(left, of)).isEqualTo(expected));
        }
      }
    } finally {
      first.close();
    }
  }

  @Test
  void whileADeadInstanceIsWaitedForTheOthersGoOnThoughANewOneHasJoined(
      Database database, KafkaBroker kafka) throws Exception {
    String group = database.name();
    try (var first = run(database, kafka);
        Publisher publisher = new Publisher(kafka.bootstrapServers())) {
      JdbcClient jdbc = first.getBean(JdbcClient.class);
      publish(publisher, 1);
      await().atMost(LONG).until(() -> handledByAll(jdbc) == KEYS);
      dieWithPartitions(kafka, group);
      ConfigurableApplicationContext second = run(database, kafka);
      try {
        await()
            .atMost(LONG)
            .until(() -> state(kafka, group), GroupState.PREPARING_REBALANCE::equals);
        // For longer than it takes the first to hear of it, by a heartbeat.
        long until = System.nanoTime() + HEARTBEAT.plusSeconds(2).toNanos();
        while (System.nanoTime() < until) {
          publish(publisher, 1);
          await().atMost(HEARTBEAT.multipliedBy(5)).until(() -> handledByAll(jdbc) > 0);
        }
        assertThat(state(kafka, group)).isEqualTo(GroupState.PREPARING_REBALANCE);
      } finally {
        second.close();
      }
    }
  }

  /** How many keys have nothing that waits. */
  private long handledByAll(JdbcClient jdbc) {
    return IntStream.range(0, KEYS).filter(key -> handled(jdbc, key).size() == published).count();
  }

  /** A member that gets partitions and is never heard of again, for longer than this test takes. */
  private static void dieWithPartitions(KafkaBroker kafka, String group) {
    KafkaConsumer<String, String> member =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) LONG.multipliedBy(4).toMillis(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                // It joins any group, so that it is the service's assignor that counts.
                List.of(CooperativeStickyAssignor.class.getName(), RangeAssignor.class.getName())),
            new StringDeserializer(),
            new StringDeserializer());
    try {
      member.subscribe(List.of("thing-events"));
      await()
          .atMost(LONG)
          .until(
              () -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
              });
    } finally {
      member.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
    }
  }

  private static GroupState state(KafkaBroker kafka, String group) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group).groupState();
    }
  }

  /** Not only tried what is parked. */
  private boolean hasTakenPartitions(ThingHandler handler) {
    return handler.seen.stream().anyMatch(metadata -> !(run + 0).equals(metadata.key()));
  }

  private void publish(Publisher publisher, int count) {
    for (int i = 0; i < count; i++) {
      for (int key = 0; key < KEYS; key++) {
        publisher.publish(new ThingHappened(run + key, text(key, published)));
      }
      published++;
    }
  }

  private static String text(int key, int number) {
    return key + "-" + number;
  }

  private List<String> handled(JdbcClient jdbc, int key) {
    return jdbc.sql("SELECT text FROM thing WHERE id = ? ORDER BY number")
        .param(run + key)
        .query(String.class)
        .list();
  }

  private static ConfigurableApplicationContext run(Database database, KafkaBroker kafka) {
    BeanPostProcessor failing =
        new BeanPostProcessor() {
          @Override
          public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof ThingHandler handler) {
              handler.failing.add(text(0, 5));
            }
            return bean;
          }
        };
    return new SpringApplicationBuilder(SampleApplication.class)
        .initializers(context -> context.getBeanFactory().addBeanPostProcessor(failing))
        .run(
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.flyway.locations=classpath:db/sample",
            "--outbox.inbox.topics=thing-events",
            "--outbox.inbox.consumer=" + database.name(),
            "--outbox.inbox.retry.initial-delay=100ms",
            "--outbox.inbox.retry.multiplier=1",
            "--outbox.inbox.retry.max-attempts=10000",
            "--logging.level.org.apache.kafka=WARN",
            "--server.port=0");
  }
}
