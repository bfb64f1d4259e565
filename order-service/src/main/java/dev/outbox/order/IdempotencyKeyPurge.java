package dev.outbox.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets idempotency keys after a day, in steps small enough to disturb nobody. */
@Component
class IdempotencyKeyPurge {

  static final Duration RETENTION = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(IdempotencyKeyPurge.class);
  private static final int STEP = 500;

  private final IdempotencyKeys keys;
  private final Clock clock;

  IdempotencyKeyPurge(IdempotencyKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT10M")
  void purge() {
    Instant oldest = clock.instant().minus(RETENTION);
    try {
      int deleted;
      do {
        deleted = keys.deleteBefore(oldest, STEP);
      } while (deleted == STEP);
    } catch (DataAccessException e) {
      log.warn("old idempotency keys are not deleted yet: {}", e.getMessage());
    }
  }
}
