/**
 * What the services' HTTP APIs have in common: errors as RFC 9457 problem details that name the
 * field, JSON that is taken literally, and a limit on the size of bodies.
 */
@NullMarked
package dev.outbox.web;

import org.jspecify.annotations.NullMarked;
