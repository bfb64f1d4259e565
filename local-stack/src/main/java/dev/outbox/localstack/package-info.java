/**
 * A real MySQL server and a real Kafka broker as child processes, without Docker: for tests ({@link
 * dev.outbox.localstack.TestStack}) and, on the command line, for development.
 */
@NullMarked
package dev.outbox.localstack;

import org.jspecify.annotations.NullMarked;
