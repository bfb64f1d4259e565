package dev.outbox.endtoend;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes spans as an OpenTelemetry collector does: OTLP over HTTP. */
final class TraceCollector implements AutoCloseable {

  private final Queue<CollectedSpan> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** One that an application has exported; ids are in hex, the parent's empty for a root. */
  record CollectedSpan(String service, String name, String trace, String id, String parent) {}

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  List<CollectedSpan> ofTrace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      for (var resource : request.getResourceSpansList()) {
        String service = service(resource.getResource());
        for (var scope : resource.getScopeSpansList()) {
          scope
              .getSpansList()
              .forEach(
                  span ->
                      spans.add(
                          new CollectedSpan(
                              service,
                              span.getName(),
                              hex(span.getTraceId()),
                              hex(span.getSpanId()),
                              hex(span.getParentSpanId()))));
        }
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String service(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElseThrow();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
