package dev.outbox.relay.operator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Who can reach the relay over HTTP. */
final class ListenAddress {

  private ListenAddress() {}

  /** Whether only this machine can. */
  static boolean isLoopback(Environment environment) {
    return isLoopback(environment.getProperty("server.address"))
        && (!hasManagementPort(environment)
            || isLoopback(environment.getProperty("management.server.address")));
  }

  private static boolean hasManagementPort(Environment environment) {
    String port = environment.getProperty("management.server.port");
    return port != null && !port.equals(environment.getProperty("server.port"));
  }

  /** Without an address a server listens on all. */
  private static boolean isLoopback(@Nullable String address) {
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
