package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says what the API does. */
@ServiceTest
class OrderApiDocumentationIntegrationTests {

  @Autowired private ServiceProbe service;

  @Test
  void theAnswersAreListedTheRefusalsAsProblems() {
    JsonNode api = service.get("/v3/api-docs").getBody();
    assertThat(api.at("/info/title").asString()).isEqualTo("order-service");
    JsonNode post = api.at("/paths/~1orders/post/responses");
    assertThat(post.propertyNames())
        .containsExactlyInAnyOrder("201", "400", "413", "415", "422", "503");
    assertThat(api.at("/paths/~1orders~1{orderId}/get/responses").propertyNames())
        .containsExactlyInAnyOrder("200", "400", "404", "503");
    JsonNode cancellation = api.at("/paths/~1orders~1{orderId}~1cancellation/post/responses");
    assertThat(cancellation.propertyNames())
        .containsExactlyInAnyOrder("202", "400", "404", "409", "503");
    assertThat(cancellation.at("/202/content/application~1json/schema/$ref").asString())
        .endsWith("/Order");
    assertThat(cancellation.at("/409/content/application~1problem+json/schema/$ref").asString())
        .endsWith("/Problem");
    assertThat(post.at("/201/content/application~1json/schema/$ref").asString()).endsWith("/Order");
    for (String refusal : new String[] {"400", "413", "415", "422", "503"}) {
      assertThat(
              post.at("/" + refusal + "/content/application~1problem+json/schema/$ref").asString())
          .as(refusal)
          .endsWith("/Problem");
    }
  }

  @Test
  void theExampleOfAnOrderIsTaken() {
    JsonNode schemas = service.get("/v3/api-docs").getBody().at("/components/schemas");
    JsonNode order = schemas.at("/PlaceOrder/properties");
    JsonNode line = schemas.at("/PlaceOrderLine/properties");
    String body =
        """
        {"customerId":%s,"customerEmail":%s,"currency":%s,
         "lines":[{"sku":%s,"quantity":%s,"unitPrice":%s}]}
        """
            .formatted(
                order.at("/customerId/example"),
                order.at("/customerEmail/example"),
                order.at("/currency/example"),
                line.at("/sku/example"),
                line.at("/quantity/example"),
                line.at("/unitPrice/example"));
    assertThat(service.post("/orders", body).getStatusCode().value()).as(body).isEqualTo(201);
  }
}
