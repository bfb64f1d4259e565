package dev.outbox.inventory.reservation;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reservations in MySQL. */
@Repository
class ReservationTable {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  ReservationTable(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** Stores the answer to an order; false if the order has one already. */
  boolean insert(Reservation reservation) {
    String orderId = reservation.orderId().toString();
    try {
      jdbc.sql("INSERT INTO reservation (order_id, status, created_at) VALUES (?, ?, ?)")
          .params(orderId, reservation.status().name(), Timestamp.from(reservation.createdAt()))
          .update();
    } catch (DuplicateKeyException e) {
      return false;
    }
    batches.batchUpdate(
        "INSERT INTO reservation_line (order_id, sku, quantity) VALUES (?, ?, ?)",
        reservation.lines().stream()
            .map(line -> new Object[] {orderId, line.sku(), line.quantity()})
            .toList());
    return true;
  }

  /** Makes a reservation RELEASED; false if it is not RESERVED. */
  boolean release(UUID orderId) {
    return jdbc.sql(
                """
                UPDATE reservation SET status = 'RELEASED'
                WHERE order_id = ? AND status = 'RESERVED'
                """)
            .param(orderId.toString())
            .update()
        == 1;
  }

  /** What is or was set aside for some orders. */
  List<String> reservedSkus(List<UUID> orderIds) {
    if (orderIds.isEmpty()) {
      return List.of();
    }
    return jdbc.sql("SELECT DISTINCT sku FROM reservation_line WHERE order_id IN (:orders)")
        .param("orders", orderIds.stream().map(UUID::toString).toList())
        .query(String.class)
        .list();
  }

  Optional<Reservation> find(UUID orderId) {
    return jdbc.sql("SELECT * FROM reservation WHERE order_id = ?")
        .param(orderId.toString())
        .query(
            (row, number) ->
                new Reservation(
                    orderId,
                    Reservation.Status.valueOf(row.getString("status")),
                    lines(orderId),
                    row.getTimestamp("created_at").toInstant()))
        .optional();
  }

  private List<Reservation.Line> lines(UUID orderId) {
    return jdbc.sql("SELECT sku, quantity FROM reservation_line WHERE order_id = ? ORDER BY sku")
        .param(orderId.toString())
        .query(Reservation.Line.class)
        .list();
  }
}
