package dev.outbox.relay.outbox;

import java.net.URI;

/**
 * What is configured of one outbox.
 *
 * @param name unique over all servers
 * @param server the name of its server
 * @param mode how events are learnt of
 * @param table where its rows are
 * @param source the CloudEvents source of its events
 */
public record Outbox(String name, String server, RelayMode mode, Table table, URI source) {}
