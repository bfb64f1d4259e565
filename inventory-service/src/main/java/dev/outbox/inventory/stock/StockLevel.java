package dev.outbox.inventory.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much there is of one SKU.
 *
 * @param sku the SKU
 * @param onHand how many there are
 * @param reserved how many of them are set aside for orders
 */
public record StockLevel(String sku, int onHand, int reserved) {

  /**
   * How many can be reserved.
   *
   * @return those that are there and not set aside
   */
  @JsonProperty
  public int available() {
    return onHand - reserved;
  }
}
