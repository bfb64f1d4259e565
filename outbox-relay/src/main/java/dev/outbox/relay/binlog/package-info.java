/**
 * Reads a MySQL server's binary log as a replica does: one connection a server, the rows of its
 * outbox tables only, in the order of their commits.
 */
@NullMarked
package dev.outbox.relay.binlog;

import org.jspecify.annotations.NullMarked;
