package dev.outbox.starter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the tables of outbox and inbox.
 *
 * @param migrate whether the starter makes and updates the tables of outbox and inbox at start; set
 *     false if you make them yourself
 */
@ConfigurationProperties(prefix = "outbox.schema", ignoreUnknownFields = false)
record SchemaProperties(@DefaultValue("true") boolean migrate) {}
