package dev.outbox.relay.publish;

/**
 * A topic that events go to.
 *
 * @param name its name
 * @param partitions how many it has now
 * @param maxBytes the largest batch of records that it takes; a very large number if the relay may
 *     not know
 */
public record EventTopic(String name, int partitions, int maxBytes) {}
