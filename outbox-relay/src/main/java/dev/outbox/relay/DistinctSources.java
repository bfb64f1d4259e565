package dev.outbox.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a configuration that would have events published twice, as far as it shows that by
 * itself. What it does not show, such as two host names of one server, is found when the servers
 * are asked for their identity.
 */
final class DistinctSources {

  private static final Pattern URL = Pattern.compile("jdbc:mysql://([^/?]+).*");
  private static final Pattern ADDRESS = Pattern.compile("(\\[.*]|[^:]*)(?::(\\d+))?");
  private static final String DEFAULT_PORT = "3306";

  private DistinctSources() {}

  /**
   * Returns if no two servers have the same address and no two outboxes of a server the same table.
   *
   * @throws IllegalArgumentException otherwise
   */
  static void require(Map<String, ServerProperties> servers) {
    Map<String, String> serverOf = new TreeMap<>();
    new TreeMap<>(servers)
        .forEach(
            (server, properties) -> {
              for (String address : addresses(properties.url())) {
                String other = serverOf.put(address, server);
                if (other != null) {
                  throw new IllegalArgumentException(
                      ("The servers '%s' and '%s' have the same address, %s, so their events could"
                              + " be published twice; put all outboxes of a MySQL server under one"
                              + " name")
                          .formatted(other, server, address));
                }
              }
              requireDistinctTables(server, properties);
            });
  }

  private static void requireDistinctTables(String server, ServerProperties properties) {
    Map<String, String> outboxOf = new TreeMap<>();
    new TreeMap<>(properties.outboxes())
        .forEach(
            (outbox, of) -> {
              String table = of.database() + "." + of.table();
              String other = outboxOf.put(table, outbox);
              if (other != null) {
                throw new IllegalArgumentException(
                    ("The outboxes '%s' and '%s' of the server '%s' are the same table, %s, and its"
                            + " events would be published twice; keep one of them")
                        .formatted(other, outbox, server, table));
              }
            });
  }

  /** Hosts in lower case, with their ports; none if the URL is not one, which validation says. */
  private static Set<String> addresses(String url) {
    Set<String> addresses = new LinkedHashSet<>();
    Matcher matcher = URL.matcher(url == null ? "" : url);
    if (matcher.matches()) {
      for (String each : matcher.group(1).split(",", -1)) {
        Matcher address = ADDRESS.matcher(each);
        if (address.matches()) {
          String port = address.group(2) == null ? DEFAULT_PORT : address.group(2);
          addresses.add(host(address.group(1)) + ":" + Integer.parseInt(port));
        }
      }
    }
    return addresses;
  }

  private static String host(String host) {
    if (host.startsWith("[")) {
      try {
        // An address in figures is not looked up.
        return "[" + InetAddress.getByName(host).getHostAddress() + "]";
      } catch (UnknownHostException e) {
        return host;
      }
    }
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }
}
