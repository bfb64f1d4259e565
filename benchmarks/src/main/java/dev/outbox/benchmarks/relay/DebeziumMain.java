package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Commands;
import dev.outbox.benchmarks.testbed.KafkaSettings;
import dev.outbox.benchmarks.testbed.Waiting;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import io.debezium.engine.format.SimpleString;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's asynchronous engine with its Outbox Event Router, from MySQL to a Kafka producer. Told
 * to {@code stream} it follows the log from now on; told to {@code snapshot} it reads the table
 * first; told to {@code stop} it ends the engine.
 */
final class DebeziumMain {

  private static final String ENGINE =
      "io.debezium.embedded.async.ConvertingAsyncEngineBuilderFactory";

  private final DebeziumSettings settings;
  private final KafkaProducer<String, String> producer;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private @Nullable DebeziumEngine<ChangeEvent<String, String>> engine;
  private @Nullable Future<?> running;

  private DebeziumMain(DebeziumSettings settings, KafkaProducer<String, String> producer) {
    this.settings = settings;
    this.producer = producer;
  }

  /** Port of MySQL, database, account, password, bootstrap servers, milliseconds between polls. */
  public static void main(String[] arguments) throws Exception {
    DebeziumSettings settings =
        new DebeziumSettings(
            Integer.parseInt(arguments[0]),
            arguments[1],
            arguments[2],
            arguments[3],
            Integer.parseInt(arguments[5]));
    // Each batch is flushed, which ends the lingering: this one only lets large batches get larger.
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            KafkaSettings.producer(arguments[4], 5),
            new StringSerializer(),
            new StringSerializer());
    DebeziumMain main = new DebeziumMain(settings, producer);
    Commands.answer("ready");
    Commands.serve(words -> main.run(words.get(0)));
    Runtime.getRuntime().halt(0);
  }

  private String run(String command) throws Exception {
    switch (command) {
      case "stream" -> {
        start("no_data");
        Waiting.until("the engine streams", Duration.ofSeconds(60), this::streams);
        return "streams";
      }
      case "snapshot" -> {
        start("initial");
        return "started";
      }
      case "stop" -> {
        stop();
        return "stopped";
      }
      default -> throw new IllegalArgumentException(command);
    }
  }

  private void start(String snapshotMode) throws Exception {
    Path offsets = Files.createTempFile("debezium-offsets", ".dat");
    Files.delete(offsets);
    Properties properties = settings.properties(snapshotMode, offsets);
    DebeziumEngine<ChangeEvent<String, String>> started =
        DebeziumEngine.create(
                KeyValueHeaderChangeEventFormat.of(
                    SimpleString.class, SimpleString.class, Json.class),
                ENGINE)
            .using(properties)
            .notifying(new KafkaForwarder(producer))
            .using(
                (success, message, error) -> {
                  System.out.println("The engine has ended: " + message);
                  if (error != null) {
                    error.printStackTrace();
                    Runtime.getRuntime().halt(1);
                  }
                })
            .build();
    engine = started;
    running = thread.submit(started);
  }

  private void stop() throws Exception {
    if (engine != null && running != null) {
      engine.close();
      running.get();
    }
  }

  private boolean streams() {
    try {
      ObjectName name =
          new ObjectName(
              "debezium.mysql:type=connector-metrics,context=streaming,server="
                  + DebeziumSettings.SERVER);
      return Boolean.TRUE.equals(
          ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Connected"));
    } catch (JMException notYet) {
      return false;
    }
  }
}
