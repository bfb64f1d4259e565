package dev.outbox.order;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/** The body of {@code POST /orders}. */
record PlaceOrder(
    @NotBlank @Size(max = 64) String customerId,
    @NotBlank @Email @Size(max = 254) String customerEmail,
    @NotNull Currency currency,
    @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Line> lines) {

  /** One line of an order. */
  record Line(
      @NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") String sku,
      @Min(1) @Max(10_000) int quantity,
      @NotNull @PositiveOrZero BigDecimal unitPrice) {

    BigDecimal price() {
      return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
  }

  BigDecimal total() {
    return lines.stream().map(Line::price).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
