package dev.outbox.inventory.stock;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stock in MySQL. Whoever changes several SKUs locks them first, in SKU order. */
@Repository
public class Stock {

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  Stock(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Locks SKUs until the running transaction ends.
   *
   * @param skus which
   * @return the level of each by SKU; those that are not known are missing
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public SortedMap<String, StockLevel> lock(Collection<String> skus) {
    SortedMap<String, StockLevel> levels = new TreeMap<>();
    if (skus.isEmpty()) {
      return levels;
    }
    jdbc
        .sql("SELECT * FROM stock WHERE sku IN (:skus) ORDER BY sku FOR UPDATE")
        .param("skus", skus)
        .query(StockLevel.class)
        .stream()
        .forEach(level -> levels.put(level.sku(), level));
    return levels;
  }

  /**
   * Sets stock aside that {@link #lock} has shown to be there.
   *
   * @param quantities how many of which SKU
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void reserve(Map<String, Integer> quantities) {
    update("UPDATE stock SET reserved = reserved + ? WHERE sku = ?", quantities);
  }

  /**
   * Makes available again what was set aside, of SKUs that {@link #lock} has locked.
   *
   * @param quantities how many of which SKU
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void release(Map<String, Integer> quantities) {
    update("UPDATE stock SET reserved = reserved - ? WHERE sku = ?", quantities);
  }

  private void update(String sql, Map<String, Integer> quantities) {
    batches.batchUpdate(
        sql,
        quantities.entrySet().stream()
            .map(entry -> new Object[] {entry.getValue(), entry.getKey()})
            .toList());
  }

  /**
   * Says how many there are of an SKU; makes it known if it was not.
   *
   * @throws StockBelowReservedException if more than that are set aside; nothing is changed
   */
  @Transactional
  StockLevel set(String sku, int onHand) {
    // A row that is not there cannot be locked: others could make it, and reserve of it, meanwhile.
    jdbc.sql("INSERT INTO stock (sku, on_hand) VALUES (?, 0) ON DUPLICATE KEY UPDATE sku = sku")
        .param(sku)
        .update();
    int reserved = lock(List.of(sku)).getOrDefault(sku, new StockLevel(sku, 0, 0)).reserved();
    if (onHand < reserved) {
      throw new StockBelowReservedException(sku, onHand, reserved);
    }
    jdbc.sql("UPDATE stock SET on_hand = ? WHERE sku = ?").params(onHand, sku).update();
    return new StockLevel(sku, onHand, reserved);
  }

  Optional<StockLevel> find(String sku) {
    return jdbc.sql("SELECT * FROM stock WHERE sku = ?")
        .param(sku)
        .query(StockLevel.class)
        .optional();
  }

  /** Those whose SKU comes after one, in the order of SKUs. */
  List<StockLevel> list(String after, int limit) {
    return jdbc.sql("SELECT * FROM stock WHERE sku > ? ORDER BY sku LIMIT ?")
        .params(after, limit)
        .query(StockLevel.class)
        .list();
  }
}
