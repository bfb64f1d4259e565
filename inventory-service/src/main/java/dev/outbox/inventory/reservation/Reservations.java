package dev.outbox.inventory.reservation;

import dev.outbox.events.inventory.StockRejected;
import dev.outbox.events.inventory.StockReleased;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.inventory.stock.Stock;
import dev.outbox.inventory.stock.StockLevel;
import dev.outbox.starter.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Answers orders: sets aside everything that an order asks for, or nothing. */
@Service
class Reservations {

  private static final Logger log = LoggerFactory.getLogger(Reservations.class);

  private final ReservationTable table;
  private final Stock stock;
  private final Outbox outbox;
  private final Clock clock;

  Reservations(ReservationTable table, Stock stock, Outbox outbox, Clock clock) {
    this.table = table;
    this.stock = stock;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Answers an order once; an order that has its answer keeps it. Concurrent orders for the same
   * SKUs wait for each other: the SKUs are locked, in SKU order, before they are looked at.
   *
   * @param quantities how many of which SKU
   */
  @Transactional
  void reserve(UUID orderId, SortedMap<String, Integer> quantities) {
    Map<String, StockLevel> levels = stock.lock(quantities.keySet());
    List<StockRejected.Shortage> shortages = shortages(quantities, levels);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!table.insert(answer(orderId, quantities, shortages, now))) {
      log.warn("order {} has been answered before, so nothing is reserved again", orderId);
    } else if (shortages.isEmpty()) {
      stock.reserve(quantities);
      UUID event =
          outbox.append(
              new StockReserved(
                  orderId,
                  quantities.entrySet().stream()
                      .map(entry -> new StockReserved.Line(entry.getKey(), entry.getValue()))
                      .toList(),
                  now));
      log.atInfo()
          .addKeyValue("orderId", orderId)
          .log("order {}: reserved {}, wrote event {}", orderId, quantities, event);
    } else {
      UUID event = outbox.append(new StockRejected(orderId, shortages, now));
      log.atInfo()
          .addKeyValue("orderId", orderId)
          .log("order {}: rejected, {}, wrote event {}", orderId, shortages, event);
    }
  }

  /**
   * Gives back what is set aside for an order that was cancelled. If the order has no answer yet,
   * it is kept from getting one.
   */
  @Transactional
  void cancel(UUID orderId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (table.insert(new Reservation(orderId, Reservation.Status.CANCELLED, List.of(), now))) {
      log.atInfo()
          .addKeyValue("orderId", orderId)
          .log("order {}: cancelled before it was answered, so nothing will be reserved", orderId);
      return;
    }
    SortedMap<String, Integer> quantities = new TreeMap<>();
    find(orderId)
        .orElseThrow()
        .lines()
        .forEach(line -> quantities.put(line.sku(), line.quantity()));
    stock.lock(quantities.keySet());
    if (!table.release(orderId)) {
      log.info("order {}: cancelled, and nothing is set aside for it", orderId);
      return;
    }
    stock.release(quantities);
    UUID event =
        outbox.append(
            new StockReleased(
                orderId,
                quantities.entrySet().stream()
                    .map(entry -> new StockReleased.Line(entry.getKey(), entry.getValue()))
                    .toList(),
                now));
    log.atInfo()
        .addKeyValue("orderId", orderId)
        .log("order {}: released {}, wrote event {}", orderId, quantities, event);
  }

  /**
   * Locks SKUs, and those that are set aside for some orders, in the order of SKUs, until the
   * running transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void lock(Set<String> skus, List<UUID> orderIds) {
    SortedSet<String> all = new TreeSet<>(skus);
    all.addAll(table.reservedSkus(orderIds));
    stock.lock(all);
  }

  Optional<Reservation> find(UUID orderId) {
    return table.find(orderId);
  }

  private static List<StockRejected.Shortage> shortages(
      SortedMap<String, Integer> quantities, Map<String, StockLevel> levels) {
    return quantities.entrySet().stream()
        .map(
            entry -> {
              StockLevel level = levels.get(entry.getKey());
              int available = level == null ? 0 : level.available();
              return new StockRejected.Shortage(entry.getKey(), entry.getValue(), available);
            })
        .filter(line -> line.requested() > line.available())
        .toList();
  }

  private static Reservation answer(
      UUID orderId,
      SortedMap<String, Integer> quantities,
      List<StockRejected.Shortage> shortages,
      Instant now) {
    if (!shortages.isEmpty()) {
      return new Reservation(orderId, Reservation.Status.REJECTED, List.of(), now);
    }
    List<Reservation.Line> lines =
        quantities.entrySet().stream()
            .map(entry -> new Reservation.Line(entry.getKey(), entry.getValue()))
            .toList();
    return new Reservation(orderId, Reservation.Status.RESERVED, lines, now);
  }
}
