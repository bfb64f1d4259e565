package dev.outbox.order;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order, as it is stored and as the API shows it.
 *
 * @param reason why it was rejected or cancelled; null unless it was
 * @param shortSkus what there was too little of; empty unless it was rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Order(
    UUID orderId,
    String customerId,
    String customerEmail,
    OrderStatus status,
    @Nullable String reason,
    List<String> shortSkus,
    String currency,
    @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Schema(implementation = String.class, example = "1.35")
        BigDecimal total,
    List<Line> lines,
    Instant placedAt) {

  /** What this order was when it was placed. */
  Order asPlaced() {
    return new Order(
        orderId,
        customerId,
        customerEmail,
        OrderStatus.PENDING,
        null,
        List.of(),
        currency,
        total,
        lines,
        placedAt);
  }

  /** One line of an order. */
  @Schema(name = "OrderLine")
  record Line(
      String sku,
      int quantity,
      @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Schema(implementation = String.class, example = "0.45")
          BigDecimal unitPrice) {}
}
