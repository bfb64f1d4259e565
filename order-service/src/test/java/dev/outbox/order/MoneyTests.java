package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTests {

  @ParameterizedTest
  @CsvSource({
    "2, EUR, 2.00",
    "1.1000, EUR, 1.10",
    "0, EUR, 0.00",
    "1.2345, EUR, 1.2345",
    "100.0000, JPY, 100",
    "1E+3, JPY, 1000",
    "5, XXX, 5"
  })
  void anAmountHasAsManyDecimalsAsItsCurrency(String amount, String currency, String expected) {
    assertThat(Money.scaled(new BigDecimal(amount), Currency.getInstance(currency)))
        .hasToString(expected);
  }
}
