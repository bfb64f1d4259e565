/** Connections to a database server, and what its errors mean to an operator. */
@NullMarked
package dev.outbox.relay.database;

import org.jspecify.annotations.NullMarked;
