/**
 * A real MySQL server and a real Kafka broker for tests ({@link dev.outbox.localstack.TestStack}),
 * as child processes or in containers, and on the command line, for development without Docker.
 */
@NullMarked
package dev.outbox.localstack;

import org.jspecify.annotations.NullMarked;
