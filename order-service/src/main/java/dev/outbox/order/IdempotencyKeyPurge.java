package dev.outbox.order;

import java.time.Duration;
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

  IdempotencyKeyPurge(IdempotencyKeys keys) {
    this.keys = keys;
  }

  @Scheduled(fixedDelayString = "PT10M")
  void purge() {
    try {
      int deleted;
      do {
        deleted = keys.deleteOlderThan(RETENTION, STEP);
      } while (deleted == STEP);
    } catch (DataAccessException e) {
      log.warn("old idempotency keys are not deleted yet: {}", e.getMessage());
    }
  }
}
