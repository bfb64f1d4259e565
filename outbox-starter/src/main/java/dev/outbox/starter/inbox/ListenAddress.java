package dev.outbox.starter.inbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;

/** Who can reach the application over HTTP. */
final class ListenAddress {

  private ListenAddress() {}

  /** Whether reading needs no password: as configured, else if only this machine can ask. */
  static boolean openReading(InboxProperties.Operator operator, Environment environment) {
    Boolean configured = operator.openReading();
    return configured == null ? isLoopback(environment) : configured;
  }

  /** Without an address a server listens on all. */
  private static boolean isLoopback(Environment environment) {
    String address = environment.getProperty("server.address");
    if (address == null || address.isBlank()) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
