/**
 * What the outbox and the inbox share: their tables, and the settings that the starter gives to
 * Spring Cloud Stream.
 */
@NullMarked
package dev.outbox.starter;

import org.jspecify.annotations.NullMarked;
