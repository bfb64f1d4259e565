package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Texts that look alike are not the same: identifiers are compared byte by byte. */
@ServiceTest
class OrderIdentifiersIntegrationTests {

  @Autowired private ServiceProbe service;

  @Test
  void ordersAreListedOfExactlyOneCustomer() {
    String one = "Ada-" + UUID.randomUUID();
    List<String> customers =
        List.of(one, one.toLowerCase(), one.toUpperCase(), one.replace('a', 'à'), one + " ");
    Map<String, String> orders = new LinkedHashMap<>();
    customers.forEach(customer -> orders.put(customer, place(customer)));
    assertThat(orders)
        .allSatisfy(
            (customer, order) -> {
              JsonNode listed =
                  service.get("/orders?customerId=" + customer).getBody().get("orders");
              assertThat(listed).hasSize(1);
              assertThat(listed.get(0).get("orderId").asString()).isEqualTo(order);
              assertThat(listed.get(0).get("customerId").asString()).isEqualTo(customer);
            });
  }

  @Test
  void eachColumnOfTextIsComparedByteByByte() {
    assertThat(service.columnsNotComparedByBytes()).isEmpty();
  }

  private String place(String customer) {
    return service
        .post(
            "/orders",
            """
            {"customerId":"%s","customerEmail":"ada@example.org","currency":"EUR",
             "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
            """
                .formatted(customer))
        .getBody()
        .get("orderId")
        .asString();
  }
}
