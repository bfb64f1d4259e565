package dev.outbox.relay.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadLimitTests {

  private final ReadLimit limit = new ReadLimit(1_000, 8_000_000);

  @Test
  void smallRowsRaiseItToTheLargestBatch() {
    assertThat(limit.rows()).isEqualTo(100);
    limit.learn(100, 50_000);
    assertThat(limit.rows()).isEqualTo(1_000);
  }

  @Test
  void largeRowsLowerItToWhatFits() {
    limit.learn(9, 8_100_000);
    assertThat(limit.rows()).isEqualTo(8);
  }

  @Test
  void aRowLargerThanABatchIsStillRead() {
    limit.learn(1, 16_000_000);
    assertThat(limit.rows()).isEqualTo(1);
  }

  @Test
  void anEmptyOutboxTeachesNothing() {
    limit.learn(9, 8_100_000);
    limit.learn(0, 0);
    assertThat(limit.rows()).isEqualTo(8);
  }
}
