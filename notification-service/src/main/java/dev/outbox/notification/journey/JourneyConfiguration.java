package dev.outbox.notification.journey;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** Puts the parts of journeys together. */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
@EnableConfigurationProperties(JourneyProperties.class)
class JourneyConfiguration {

  @Bean
  JourneyMetrics journeyMetrics(MeterRegistry registry) {
    return new JourneyMetrics(registry);
  }

  @Bean
  StreamsBuilderFactoryBeanConfigurer journeyTopology(
      JourneyProperties properties, JourneyMetrics metrics) {
    JourneyTopology journeys = new JourneyTopology(properties, metrics);
    return factory -> {
      // JourneyStreams starts it.
      factory.setAutoStartup(false);
      // The others take over at once what this instance has.
      factory.setLeaveGroupOnClose(true);
      factory.setInfrastructureCustomizer(
          new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureTopology(Topology topology) {
              journeys.addTo(topology);
            }
          });
      Properties config = Objects.requireNonNull(factory.getStreamsConfiguration());
      config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      config.putAll(JourneyTopology.settings());
      config.putIfAbsent(
          StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class.getName());
      factory.setStreamsConfiguration(config); // What it gave was a copy.
    };
  }

  @Bean
  JourneyTopics journeyTopics(
      KafkaAdmin admin,
      @Value("${outbox.topics.partitions:6}") int partitions,
      @Value("${outbox.topics.replication:1}") short replication,
      @Value("${spring.kafka.streams.application-id}") String applicationId) {
    return new JourneyTopics(
        admin.getConfigurationProperties(), partitions, replication, applicationId);
  }

  @Bean
  StreamsFailures streamsFailures(Clock clock) {
    return new StreamsFailures(clock);
  }

  @Bean
  JourneyStreams journeyStreams(
      StreamsBuilderFactoryBean factory,
      StreamsFailures failures,
      JourneyTopics topics,
      JourneyProperties properties,
      Environment environment,
      @Value("${spring.kafka.streams.auto-startup:true}") boolean enabled) {
    return new JourneyStreams(
        factory, failures, topics, () -> address(properties, environment), enabled);
  }

  private static HostInfo address(JourneyProperties properties, Environment environment) {
    String advertised = properties.advertisedAddress();
    if (advertised != null) {
      return HostInfo.buildFromEndpoint(advertised);
    }
    return new HostInfo(
        host(environment.getProperty("server.address")),
        environment.getRequiredProperty("local.server.port", Integer.class));
  }

  /** What it listens on; the machine's name where that is any address. */
  private static String host(@Nullable String listensOn) {
    if (listensOn != null && !listensOn.equals("0.0.0.0") && !listensOn.equals("::")) {
      return listensOn;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "This machine's name is not known: set journeys.advertised-address", e);
    }
  }

  @Bean
  LocalJourneys localJourneys(JourneyStreams streams, Clock clock) {
    return new LocalJourneys(streams, clock);
  }

  @Bean
  RemoteJourneys remoteJourneys(
      JourneyProperties properties, ServerProperties server, SslBundles bundles) {
    return RemoteJourneys.create(properties, server.getSsl(), bundles);
  }

  @Bean
  Journeys journeys(JourneyStreams streams, LocalJourneys local, RemoteJourneys remote) {
    return new Journeys(streams, local, remote);
  }

  @Bean
  JourneyFeed journeyFeed(ConsumerFactory<?, ?> consumers, JourneyProperties properties) {
    return new JourneyFeed(
        consumers.getConfigurationProperties(),
        properties.streamClients(),
        properties.streamHeartbeat());
  }

  @Bean
  JourneysHealthIndicator journeysHealthIndicator(
      JourneyStreams streams, StreamsFailures failures, LocalJourneys journeys, JourneyFeed feed) {
    return new JourneysHealthIndicator(streams, failures, journeys, feed);
  }

  @Bean
  MeterBinder journeyGauges(LocalJourneys journeys, JourneyFeed feed) {
    return registry -> {
      Gauge.builder("journeys.stalled", journeys, JourneyConfiguration::stalled)
          .description("Sagas on this instance that do not move; not a number while not known")
          .register(registry);
      Gauge.builder("journeys.stream.clients", feed, JourneyFeed::clients)
          .description("Clients that follow the stream of this instance")
          .register(registry);
      FunctionCounter.builder("journeys.stream.failures", feed, JourneyFeed::failures)
          .description("Streams to clients that an unexpected failure has ended")
          .register(registry);
    };
  }

  private static double stalled(LocalJourneys journeys) {
    try {
      return journeys.stalled().size();
    } catch (JourneysUnavailableException e) {
      return Double.NaN;
    }
  }
}
