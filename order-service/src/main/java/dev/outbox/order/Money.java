package dev.outbox.order;

import java.math.BigDecimal;
import java.util.Currency;

/** Amounts of money. */
final class Money {

  private Money() {}

  /** Gives an amount as many decimals as its currency has; more only where it needs them. */
  static BigDecimal scaled(BigDecimal amount, Currency currency) {
    int digits = Math.max(currency.getDefaultFractionDigits(), 0);
    return amount.setScale(Math.max(digits, amount.stripTrailingZeros().scale()));
  }
}
