package dev.outbox.order;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The orders that requests with an {@code Idempotency-Key} have placed, in MySQL. */
@Repository
class IdempotencyKeys {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  IdempotencyKeys(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Takes a key for an order that is about to be stored in the same transaction. Waits for another
   * transaction that has taken the same key.
   *
   * @return empty if the key is taken now; the order that it was taken for if it was before
   * @throws IdempotencyKeyReusedException if it was taken for another request
   */
  Optional<UUID> take(String key, PlaceOrder request, UUID orderId) {
    byte[] digest = digest(request);
    try {
      jdbc.sql("INSERT INTO idempotency_key (id_key, request, order_id) VALUES (?, ?, ?)")
          .params(key, digest, orderId.toString())
          .update();
      return Optional.empty();
    } catch (DuplicateKeyException e) {
      return Optional.of(
          jdbc.sql("SELECT request, order_id FROM idempotency_key WHERE id_key = ?")
              .param(key)
              .query(
                  (row, number) -> {
                    if (!Arrays.equals(digest, row.getBytes("request"))) {
                      throw new IdempotencyKeyReusedException(key);
                    }
                    return UUID.fromString(row.getString("order_id"));
                  })
              .single());
    }
  }

  /** Deletes some of the keys that are older, by the database's clock; returns how many. */
  int deleteOlderThan(Duration age, int limit) {
    return jdbc.sql(
            """
            DELETE FROM idempotency_key
            WHERE created_at < CURRENT_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT ?
            """)
        .params(age.toSeconds(), limit)
        .update();
  }

  /** Of the request's meaning: white space and the order of fields do not make it another one. */
  private byte[] digest(PlaceOrder request) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(request));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
