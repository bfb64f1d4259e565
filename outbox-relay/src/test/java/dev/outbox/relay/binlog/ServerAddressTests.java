package dev.outbox.relay.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerAddressTests {

  private static final InetAddress OLD = address(1);
  private static final InetAddress NEW = address(2);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aNameThatStandsForAnotherAddressIsNoticed() {
    ServerAddress address = of(Duration.ZERO, NEW);
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> address.check(OLD))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("db.test is not 127.0.0.1"));
  }

  @Test
  void aNameOfSeveralAddressesMayBeConnectedToAny() throws IOException {
    ServerAddress address = of(Duration.ZERO, NEW, OLD);
    for (int i = 0; i < 3; i++) {
      int before = asked.get();
      address.check(OLD);
      await().until(() -> asked.get() > before);
    }
  }

  @Test
  void aNameServiceThatIsAwaySaysNothing() throws IOException {
    ServerAddress address =
        new ServerAddress(
            "db.test",
            host -> {
              asked.incrementAndGet();
              throw new UnknownHostException(host);
            },
            Duration.ZERO);
    address.check(OLD);
    await().until(() -> asked.get() == 1);
    assertThatCode(() -> address.check(OLD)).doesNotThrowAnyException();
  }

  @Test
  void theNameServiceIsAskedFromTimeToTimeOnly() throws IOException {
    ServerAddress address = of(Duration.ofHours(1), OLD);
    address.check(OLD);
    await().until(() -> asked.get() == 1);
    address.check(OLD);
    address.check(OLD);
    assertThat(asked).hasValue(1);
  }

  private ServerAddress of(Duration interval, InetAddress... addresses) {
    return new ServerAddress(
        "db.test",
        host -> {
          asked.incrementAndGet();
          return addresses;
        },
        interval);
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
