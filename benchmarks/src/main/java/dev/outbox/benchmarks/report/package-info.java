/** What reports are made of: tables, charts, files, and what was measured on what. */
@NullMarked
package dev.outbox.benchmarks.report;

import org.jspecify.annotations.NullMarked;
