package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.Schedule;
import dev.outbox.benchmarks.testbed.Workers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Clients that place orders, and wait until they see them confirmed. */
final class OrderClients implements AutoCloseable {

  private final URI orders;
  private final Confirmations confirmations;
  private final Workers clients;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Makes them.
   *
   * @param orders where orders are posted
   */
  OrderClients(URI orders, Confirmations confirmations, int count) {
    this.orders = orders;
    this.confirmations = confirmations;
    this.clients = new Workers(count);
  }

  /** Each client places an order, waits until it is confirmed, and places the next one. */
  LoadFigures closedLoop(int seconds) {
    Queue<PlacedOrder> placed = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    clients.run(
        client -> {
          long count = 0;
          for (long now = start; now < end; now = System.nanoTime(), count++) {
            PlacedOrder order = place(System.nanoTime());
            order.awaitConfirmed();
            placed.add(order);
          }
          return count;
        });
    return LoadFigures.of(placed, System.nanoTime() - start);
  }

  /** Orders are placed at fixed times, however long earlier ones take. */
  LoadFigures openLoop(int rate, int seconds) {
    Queue<PlacedOrder> placed = new ConcurrentLinkedQueue<>();
    Schedule schedule = new Schedule(rate, rate * seconds);
    long start = System.nanoTime();
    clients.run(
        client -> {
          long count = 0;
          for (int i = schedule.take(); i >= 0; i = schedule.take(), count++) {
            placed.add(place(schedule.await(i)));
          }
          return count;
        });
    placed.forEach(PlacedOrder::awaitConfirmed);
    return LoadFigures.of(placed, System.nanoTime() - start);
  }

  private PlacedOrder place(long due) throws IOException, InterruptedException {
    PlacedOrder order = confirmations.expect(due);
    HttpRequest request =
        HttpRequest.newBuilder(orders)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json(order.number())))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    order.answered(System.nanoTime());
    if (response.statusCode() != 201) {
      throw new BenchmarkException(
          "An order was answered with %d %s".formatted(response.statusCode(), response.body()),
          null);
    }
    return order;
  }

  /** One to three lines of one piece each. */
  private static String json(long number) {
    String lines =
        IntStream.rangeClosed(0, (int) (number % SagaSystem.MOST_LINES))
            .mapToObj(line -> SagaSystem.sku(number + line * 331L))
            .map("{\"sku\":\"%s\",\"quantity\":1,\"unitPrice\":\"0.45\"}"::formatted)
            .collect(Collectors.joining(","));
    return
"""
{"customerId":"c-%d","customerEmail":"c-%d@example.org","currency":"EUR","lines":[%s]}\
"""
        .formatted(number, number, lines);
  }

  @Override
  public void close() {
    clients.close();
  }
}
