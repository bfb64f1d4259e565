package dev.outbox.localstack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Where a record is; written {@code order-events-3@17}. */
record RecordPosition(TopicPartition partition, long offset) {

  private static final Pattern FORMAT = Pattern.compile("(.+)-(\\d+)@(\\d+)");

  static RecordPosition parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new LocalStackException(
          "'%s' is not the position of a record, like order-events-3@17.".formatted(text));
    }
    return new RecordPosition(
        new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
        Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
