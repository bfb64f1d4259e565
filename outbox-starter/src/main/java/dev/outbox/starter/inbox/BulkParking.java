package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Releases and discards many parked keys at once, if as many match as an operator has confirmed.
 * Keys change while this runs: those whose first event is another one by then are left alone.
 * Thread-safe.
 */
final class BulkParking {

  private static final Logger log = LoggerFactory.getLogger(BulkParking.class);

  /** Few, since batches with events of these keys wait for the transaction. */
  private static final int KEYS_IN_TRANSACTION = 20;

  private final ParkedTable parked;
  private final ParkedListing listing;
  private final TransactionOperations transaction;
  private final InboxMetrics metrics;

  BulkParking(
      ParkedTable parked,
      ParkedListing listing,
      TransactionOperations transaction,
      InboxMetrics metrics) {
    this.parked = parked;
    this.listing = listing;
    this.transaction = transaction;
    this.metrics = metrics;
  }

  /**
   * Makes keys due now, with their attempts counted from 0; their events are handled in the
   * background.
   *
   * @return how many keys were released
   * @throws CountChangedException if another number of keys matches than was confirmed
   */
  int release(ParkedListing.Filter filter, long confirmed) {
    List<ParkedListing.First> released =
        apply(filter, confirmed, first -> parked.forgetAttempts(first.number()));
    log.info("{} keys were released by an operator", released.size());
    return released.size();
  }

  /**
   * Moves the first event of each key, the one that fails, to {@code inbox_discarded}, and makes
   * what waits behind it due now.
   *
   * @return how many events were discarded
   * @throws CountChangedException if another number of keys matches than was confirmed
   */
  int discard(ParkedListing.Filter filter, long confirmed) {
    List<ParkedListing.First> discarded =
        apply(filter, confirmed, first -> parked.discard(first.number()));
    discarded.forEach(first -> metrics.discarded(first.type()));
    log.warn("The first events of {} keys were discarded by an operator", discarded.size());
    return discarded.size();
  }

  private List<ParkedListing.First> apply(
      ParkedListing.Filter filter, long confirmed, Consumer<ParkedListing.First> action) {
    List<ParkedListing.First> firsts = listing.firsts(filter);
    if (firsts.size() != confirmed) {
      throw new CountChangedException(firsts.size(), confirmed);
    }
    List<ParkedListing.First> done = new ArrayList<>();
    for (int from = 0; from < firsts.size(); from += KEYS_IN_TRANSACTION) {
      List<ParkedListing.First> some =
          firsts.subList(from, Math.min(firsts.size(), from + KEYS_IN_TRANSACTION));
      done.addAll(
          Objects.requireNonNull(transaction.execute(status -> applyToThese(some, action))));
    }
    return done;
  }

  private List<ParkedListing.First> applyToThese(
      List<ParkedListing.First> firsts, Consumer<ParkedListing.First> action) {
    List<ParkedListing.First> done = new ArrayList<>();
    for (ParkedListing.First first : firsts) {
      if (parked.lock(first.key())
          && Objects.equals(parked.firstNumber(first.key()), first.number())) {
        action.accept(first);
        if (!parked.unparkIfEmpty(first.key())) {
          parked.retryAfter(first.key(), Duration.ZERO);
        }
        done.add(first);
      }
    }
    return done;
  }
}
