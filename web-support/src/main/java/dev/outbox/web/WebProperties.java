package dev.outbox.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the HTTP API.
 *
 * @param maxBodySize the largest body that a request may have
 */
@ConfigurationProperties(prefix = "web", ignoreUnknownFields = false)
record WebProperties(@DefaultValue("256KB") DataSize maxBodySize) {

  WebProperties {
    if (maxBodySize.toBytes() <= 0) {
      throw new IllegalArgumentException("web.max-body-size must be positive, was " + maxBodySize);
    }
  }
}
