package dev.outbox.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

  /** Makes an order CANCELLED that has one of these states; false if there is no such order. */
  boolean cancel(UUID orderId, String reason, Set<OrderStatus> from, Instant now) {
    return end(orderId, OrderStatus.CANCELLED, reason, from, now);
  }

  /**
   * Locks orders that are pending for longer than a limit, by the database's clock, the oldest
   * first; those that somebody else has locked are left out.
   */
  List<UUID> lockPendingFor(Duration limit, int most) {
    return jdbc.sql(
            """
            SELECT id FROM orders
            WHERE status = 'PENDING'
              AND pending_since < CURRENT_TIMESTAMP(6) - INTERVAL :limit MICROSECOND
            ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
            """)
        .param("limit", TimeUnit.NANOSECONDS.toMicros(limit.toNanos()))
        .param("most", most)
        .query((row, number) -> UUID.fromString(row.getString("id")))
        .list();
  }

  private boolean end(UUID orderId, OrderStatus status, @Nullable String reason, Instant now) {
    return end(orderId, status, reason, Set.of(OrderStatus.PENDING), now);
  }

  private boolean end(
      UUID orderId,
      OrderStatus status,
      @Nullable String reason,
      Set<OrderStatus> from,
      Instant now) {
    return jdbc.sql(
                """
                UPDATE orders SET status = :status, reason = :reason, updated_at = :now
                WHERE id = :id AND status IN (:from)
                """)
            .param("status", status.name())
            .param("reason", reason)
            .param("now", Timestamp.from(now))
            .param("id", orderId.toString())
            .param("from", from.stream().map(OrderStatus::name).toList())
            .update()
        == 1;
  }

  Optional<Order> find(UUID orderId) {
    return orders(" WHERE id = :id", Map.of("id", orderId.toString())).stream().findFirst();
  }

  /** A page of orders, newest first: their ids, UUIDv7, are in the order of time. */
  List<Order> list(OrderFilter filter) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> parameters = new HashMap<>();
    if (filter.customerId() != null) {
      conditions.add("customer_id = :customer");
      parameters.put("customer", filter.customerId());
    }
    if (filter.status() != null) {
      conditions.add("status = :status");
      parameters.put("status", filter.status().name());
    }
    if (filter.after() != null) {
      conditions.add("id < :after");
      parameters.put("after", filter.after().toString());
    }
    parameters.put("limit", filter.limit());
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return orders(where + " ORDER BY id DESC LIMIT :limit", parameters);
  }

  private List<Order> orders(String condition, Map<String, Object> parameters) {
    List<OrderRow> rows =
        jdbc.sql("SELECT * FROM orders" + condition)
            .params(parameters)
            .query((row, number) -> OrderRow.of(row))
            .list();
    Map<String, List<LineRow>> lines = lines(rows.stream().map(OrderRow::id).toList());
    return rows.stream().map(row -> row.with(lines.getOrDefault(row.id(), List.of()))).toList();
  }

  private Map<String, List<LineRow>> lines(List<String> orderIds) {
    Map<String, List<LineRow>> lines = new HashMap<>();
    if (!orderIds.isEmpty()) {
      jdbc.sql("SELECT * FROM order_line WHERE order_id IN (:ids) ORDER BY order_id, line")
          .param("ids", orderIds)
          .query((row, number) -> LineRow.of(row))
          .list()
          .forEach(
              line -> lines.computeIfAbsent(line.orderId(), id -> new ArrayList<>()).add(line));
    }
    return lines;
  }

  private record LineRow(String orderId, Order.Line line, boolean isShort) {

    static LineRow of(ResultSet row) throws SQLException {
      return new LineRow(
          row.getString("order_id"),
          new Order.Line(
              row.getString("sku"), row.getInt("quantity"), row.getBigDecimal("unit_price")),
          row.getBoolean("short"));
    }
  }

  private record OrderRow(String id, Order order) {

    static OrderRow of(ResultSet row) throws SQLException {
      String id = row.getString("id");
      return new OrderRow(
          id,
          new Order(
              UUID.fromString(id),
              row.getString("customer_id"),
              row.getString("customer_email"),
              OrderStatus.valueOf(row.getString("status")),
              row.getString("reason"),
              List.of(),
              row.getString("currency"),
              row.getBigDecimal("total"),
              List.of(),
              row.getTimestamp("placed_at").toInstant()));
    }

    /** Amounts are stored with four decimals and shown with as many as the currency has. */
    Order with(List<LineRow> lines) {
      Currency currency = Currency.getInstance(order.currency());
      return new Order(
          order.orderId(),
          order.customerId(),
          order.customerEmail(),
          order.status(),
          order.reason(),
          lines.stream().filter(LineRow::isShort).map(l -> l.line().sku()).toList(),
          order.currency(),
          Money.scaled(order.total(), currency),
          lines.stream()
              .map(LineRow::line)
              .map(
                  l -> new Order.Line(l.sku(), l.quantity(), Money.scaled(l.unitPrice(), currency)))
              .toList(),
          order.placedAt());
    }
  }
}
