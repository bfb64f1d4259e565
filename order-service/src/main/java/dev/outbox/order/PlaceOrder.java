package dev.outbox.order;

import dev.outbox.web.FieldError;
import dev.outbox.web.InvalidRequestException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;

/**
 * The body of {@code POST /orders}.
 *
 * @param customerId who orders
 * @param customerEmail where to tell how the order ended
 * @param currency ISO 4217 code of all prices
 * @param lines what is ordered, one line a SKU
 */
record PlaceOrder(
    @NotNull
        @Pattern(regexp = VISIBLE, message = "1 to 64 characters, none of them a control character")
        @Schema(example = "c-1")
        String customerId,
    @NotNull
        @Email(regexp = EMAIL, message = "an e-mail address")
        @Size(max = 254)
        @Schema(example = "ada@example.org")
        String customerEmail,
    @NotNull(message = "an ISO 4217 currency code")
        @Schema(implementation = String.class, example = "EUR", description = "ISO 4217")
        Currency currency,
    @NotNull @Size(min = 1, max = 100, message = "an array of 1 to 100 lines")
        List<@NotNull @Valid Line> lines) {

  private static final String VISIBLE = "(?U)(?=.*\\S)[^\\p{Cntrl}\\x{2028}\\x{2029}]{1,64}";
  private static final String EMAIL = "(?U)[^\\s\\p{Cntrl}@]+@[^\\s\\p{Cntrl}@]+";
  private static final BigDecimal HIGHEST_PRICE = new BigDecimal("1000000000");

  /** What the column holds, DECIMAL(19,4), and what the schema of OrderPlaced allows. */
  private static final BigDecimal HIGHEST_TOTAL = new BigDecimal("999999999999999.9999");

  /**
   * One line of an order.
   *
   * @param sku what
   * @param quantity how many
   * @param unitPrice price of one, with no more decimals than the currency has
   */
  @Schema(name = "PlaceOrderLine")
  record Line(
      @NotNull
          @Pattern(
              regexp = "[A-Za-z0-9._-]{1,64}",
              message = "1 to 64 letters, digits, dots, underscores or hyphens")
          @Schema(example = "apple")
          String sku,
      @NotNull(message = "a whole number from 1 to 10000")
          @Min(value = 1, message = "a whole number from 1 to 10000")
          @Max(value = 10_000, message = "a whole number from 1 to 10000")
          @Schema(example = "3")
          Integer quantity,
      @NotNull(message = "a decimal number, 0 or more")
          @Schema(implementation = String.class, example = "0.45")
          BigDecimal unitPrice) {

    private BigDecimal price() {
      return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
  }

  BigDecimal total() {
    return lines.stream().map(Line::price).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * Checks what holds between fields.
   *
   * @throws InvalidRequestException if a SKU is repeated, a price does not fit the currency or the
   *     total is too large
   */
  void check() {
    List<FieldError> errors = new ArrayList<>();
    int digits = currency.getDefaultFractionDigits();
    if (digits < 0) {
      errors.add(new FieldError("currency", currency, "a currency that prices can be in"));
    }
    Set<String> skus = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (!skus.add(line.sku())) {
        errors.add(new FieldError("lines[" + i + "].sku", line.sku(), "one line a SKU"));
      }
      if (!fits(line.unitPrice(), digits)) {
        errors.add(
            new FieldError(
                "lines[" + i + "].unitPrice",
                line.unitPrice(),
                "0 to %s with at most %d decimals, as %s has"
                    .formatted(HIGHEST_PRICE.toPlainString(), Math.max(digits, 0), currency)));
      }
    }
    // Only prices that are within their limits can be added up.
    if (errors.isEmpty() && total().compareTo(HIGHEST_TOTAL) > 0) {
      errors.add(
          new FieldError(
              "lines",
              total().toPlainString(),
              "lines whose total is at most "
                  + HIGHEST_TOTAL.setScale(digits, RoundingMode.DOWN).toPlainString()));
    }
    if (!errors.isEmpty()) {
      throw new InvalidRequestException(HttpStatus.BAD_REQUEST, errors);
    }
  }

  private static boolean fits(BigDecimal price, int digits) {
    // Compared by exponent first: a price like 1E+999999999 must not be written out.
    return price.signum() >= 0
        && price.scale() <= Math.max(digits, 0)
        && price.precision() - (long) price.scale() <= 10
        && price.compareTo(HIGHEST_PRICE) <= 0;
  }
}
