package dev.outbox.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders in MySQL. */
@Repository
class OrderTable {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  OrderTable(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  void insert(Order order) {
    jdbc.sql(
            """
            INSERT INTO orders
              (id, customer_id, customer_email, currency, total, status, placed_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            order.orderId().toString(),
            order.customerId(),
            order.customerEmail(),
            order.currency(),
            order.total(),
            order.status().name(),
            Timestamp.from(order.placedAt()),
            Timestamp.from(order.placedAt()))
        .update();
    List<Order.Line> lines = order.lines();
    batches.batchUpdate(
        "INSERT INTO order_line (order_id, line, sku, quantity, unit_price) VALUES (?, ?, ?, ?, ?)",
        IntStream.range(0, lines.size())
            .mapToObj(
                i ->
                    new Object[] {
                      order.orderId().toString(),
                      i,
                      lines.get(i).sku(),
                      lines.get(i).quantity(),
                      lines.get(i).unitPrice()
                    })
            .toList());
  }

  /** Makes a pending order CONFIRMED; false if there is no such order. */
  boolean confirm(UUID orderId, Instant now) {
    return end(orderId, OrderStatus.CONFIRMED, null, now);
  }

  /** Makes a pending order REJECTED; false if there is no such order. */
  boolean reject(UUID orderId, String reason, List<String> shortSkus, Instant now) {
    if (!end(orderId, OrderStatus.REJECTED, reason, now)) {
      return false;
    }
    jdbc.sql("UPDATE order_line SET short = TRUE WHERE order_id = :id AND sku IN (:skus)")
        .param("id", orderId.toString())
        .param("skus", shortSkus)
        .update();
    return true;
  }

  private boolean end(UUID orderId, OrderStatus status, @Nullable String reason, Instant now) {
    return jdbc.sql(
                """
                UPDATE orders SET status = :status, reason = :reason, updated_at = :now
                WHERE id = :id AND status = 'PENDING'
                """)
            .param("status", status.name())
            .param("reason", reason)
            .param("now", Timestamp.from(now))
            .param("id", orderId.toString())
            .update()
        == 1;
  }

  Optional<Order> find(UUID orderId) {
    return jdbc.sql("SELECT * FROM orders WHERE id = ?")
        .param(orderId.toString())
        .query((row, number) -> order(row, orderId))
        .optional();
  }

  private Order order(ResultSet row, UUID orderId) throws SQLException {
    Currency currency = Currency.getInstance(row.getString("currency"));
    List<StoredLine> lines = lines(orderId, currency);
    return new Order(
        orderId,
        row.getString("customer_id"),
        row.getString("customer_email"),
        OrderStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        lines.stream().filter(StoredLine::isShort).map(l -> l.line().sku()).distinct().toList(),
        currency.getCurrencyCode(),
        Money.scaled(row.getBigDecimal("total"), currency),
        lines.stream().map(StoredLine::line).toList(),
        row.getTimestamp("placed_at").toInstant());
  }

  private List<StoredLine> lines(UUID orderId, Currency currency) {
    return jdbc.sql("SELECT * FROM order_line WHERE order_id = ? ORDER BY line")
        .param(orderId.toString())
        .query(
            (row, number) ->
                new StoredLine(
                    new Order.Line(
                        row.getString("sku"),
                        row.getInt("quantity"),
                        Money.scaled(row.getBigDecimal("unit_price"), currency)),
                    row.getBoolean("short")))
        .list();
  }

  private record StoredLine(Order.Line line, boolean isShort) {}
}
