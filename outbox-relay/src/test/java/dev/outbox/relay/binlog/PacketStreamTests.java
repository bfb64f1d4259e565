package dev.outbox.relay.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PacketStreamTests {

  private static final int LONGEST = 0xFFFFFF;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void messagesAreReadOneAfterTheOther() throws IOException {
    packet(3, 1);
    packet(2, 2);
    PacketStream stream = stream();
    stream.next();
    assertThat(stream.readAllBytes()).containsExactly(1, 1, 1);
    assertThat(stream.read()).isEqualTo(-1);
    stream.next();
    assertThat(stream.read()).isEqualTo(2);
  }

  @Test
  void whatWasNotReadOfAMessageIsSkipped() throws IOException {
    packet(30_000, 1);
    packet(1, 2);
    PacketStream stream = stream();
    stream.next();
    stream.read();
    stream.next();
    assertThat(stream.readAllBytes()).containsExactly(2);
  }

  @Test
  void aMessageOfSeveralPacketsIsOne() throws IOException {
    packet(LONGEST, 1);
    packet(2, 2);
    packet(1, 3);
    PacketStream stream = stream();
    stream.next();
    assertThat(stream.readAllBytes()).hasSize(LONGEST + 2).endsWith(1, 2, 2);
    stream.next();
    assertThat(stream.readAllBytes()).containsExactly(3);
  }

  @Test
  void aMessageThatFillsItsPacketEndsWithAnEmptyOne() throws IOException {
    packet(LONGEST, 1);
    packet(0, 0);
    packet(1, 3);
    PacketStream stream = stream();
    stream.next();
    stream.next();
    assertThat(stream.readAllBytes()).containsExactly(3);
  }

  @Test
  void theEndOfTheConnectionIsNotTheEndOfAMessage() throws IOException {
    packet(4, 1);
    PacketStream stream =
        new PacketStream(new ByteArrayInputStream(sent.toByteArray(), 0, 6), () -> {});
    stream.next();
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(PacketStream.LostException.class);
  }

  private PacketStream stream() {
    return new PacketStream(new ByteArrayInputStream(sent.toByteArray()), () -> {});
  }

  private void packet(int length, int value) {
    sent.write(length);
    sent.write(length >> 8);
    sent.write(length >> 16);
    sent.write(0);
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    sent.writeBytes(bytes);
  }
}
