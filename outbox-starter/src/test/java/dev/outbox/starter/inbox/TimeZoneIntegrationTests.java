package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import dev.outbox.localstack.TestStack;
import dev.outbox.starter.sample.SampleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;

/** Times of parked keys, in sessions whose time zone sets the clock forward and back. */
@SampleTest
class TimeZoneIntegrationTests extends ConsumerTestSupport {

  /** Half a second before Central Europe sets the clock from 02:00 to 03:00. */
  private static final Instant SPRING = Instant.parse("2026-03-29T00:59:59.500Z");

  /** Half a second before it sets the clock from 03:00 back to 02:00. */
  private static final Instant AUTUMN = Instant.parse("2026-10-25T00:59:59.500Z");

  @Autowired private JdbcConnectionDetails connection;

  @Test
  void keyIsParkedWhileTheClockIsSetForward() {
    assertParkedAt(SPRING);
  }

  @Test
  void keyIsParkedWhileTheClockIsSetBack() {
    assertParkedAt(AUTUMN);
  }

  @Test
  void sessionsOfDifferentZonesAgree() {
    try (HikariDataSource east = dataSource("+13:00", null);
        HikariDataSource west = dataSource("-11:00", null)) {
      String consumer = "zones-" + run;
      ParkedTable parked = new ParkedTable(consumer, new JdbcTemplate(east));
      park(parked, Duration.ZERO);
      assertThat(new ParkedTable(consumer, new JdbcTemplate(west)).due(10)).containsExactly("k");
      ParkedKey key = new ParkedListing(consumer, new JdbcTemplate(west)).keys(1).get(0);
      assertThat(key.since()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
      parked.retryAfter("k", Duration.ofHours(1));
      assertThat(new ParkedTable(consumer, new JdbcTemplate(west)).due(10)).isEmpty();
    }
  }

  private void assertParkedAt(Instant now) {
    try (HikariDataSource central = dataSource(centralEurope(), now)) {
      String consumer = "zones-" + run;
      JdbcTemplate sessions = new JdbcTemplate(central);
      ParkedTable parked = new ParkedTable(consumer, sessions);
      ParkedListing listing = new ParkedListing(consumer, sessions);
      park(parked, Duration.ofSeconds(1));
      ParkedKey key = listing.keys(1).get(0);
      assertThat(key.since()).isEqualTo(now);
      assertThat(key.nextAttempt()).isEqualTo(now.plusSeconds(1));
      parked.retryAfter("k", Duration.ofMinutes(30));
      assertThat(listing.keys(1).get(0).nextAttempt()).isEqualTo(now.plus(Duration.ofMinutes(30)));
      assertThat(listing.summary().oldestSeconds()).isZero();
    }
  }

  private void park(ParkedTable parked, Duration retryAfter) {
    parked.park("k", retryAfter);
    IncomingEvent event = instance().event("k", run + "1", "1");
    parked.add(List.of(new ParkedTable.Arrival(event, 1, "of a test")));
  }

  /** A zone with summer time, which a new server does not know. */
  private String centralEurope() {
    String name = "Test/" + run;
    TestStack.shared()
        .mysql()
        .execute(
            """
            INSERT INTO mysql.time_zone (Use_leap_seconds) VALUES ('N');
            SET @zone = LAST_INSERT_ID();
            INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES ('%s', @zone);
            INSERT INTO mysql.time_zone_transition_type
              (Time_zone_id, Transition_type_id, Offset, Is_DST, Abbreviation)
            VALUES (@zone, 0, 3600, 0, 'CET'), (@zone, 1, 7200, 1, 'CEST');
            INSERT INTO mysql.time_zone_transition
              (Time_zone_id, Transition_time, Transition_type_id)
            VALUES (@zone, %d, 1), (@zone, %d, 0);
            """
                .formatted(
                    name,
                    SPRING.plusMillis(500).getEpochSecond(),
                    AUTUMN.plusMillis(500).getEpochSecond()));
    return name;
  }

  /** Sessions with a time zone, in which it is always the same time; null for the true one. */
  private HikariDataSource dataSource(String zone, @Nullable Instant now) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(connection.getJdbcUrl());
    dataSource.setUsername(connection.getUsername());
    dataSource.setPassword(connection.getPassword());
    dataSource.setMaximumPoolSize(2);
    String time =
        now == null
            ? ""
            : ", timestamp = %d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1_000);
    dataSource.setConnectionInitSql("SET time_zone = '%s'%s".formatted(zone, time));
    return dataSource;
  }
}
