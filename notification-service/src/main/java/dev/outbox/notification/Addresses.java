package dev.outbox.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;

/** E-mail addresses that cannot say more than an address. */
final class Addresses {

  /** As RFC 5321 has it. */
  static final int LONGEST = 254;

  private Addresses() {}

  /**
   * The address of a customer: one, without a name, in ASCII.
   *
   * @throws AddressException if the text is anything else, such as two addresses or a further line
   */
  static InternetAddress recipient(String text) throws AddressException {
    if (text.length() > LONGEST) {
      throw new AddressException("More than " + LONGEST + " characters in address", text);
    }
    // Databases and encoders put it where a character was that they cannot write.
    if (text.indexOf('?') >= 0) {
      throw new AddressException("A character was replaced by a question mark in address", text);
    }
    InternetAddress address = single(text);
    if (!text.equals(address.getAddress())) {
      throw new AddressException("More than an address", text);
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new AddressException("Not an ASCII address", text);
    }
    return address;
  }

  /**
   * The address of the sender, with a name or without.
   *
   * @throws AddressException if the text is anything else
   */
  static InternetAddress sender(String text) throws AddressException {
    return single(text);
  }

  private static InternetAddress single(String text) throws AddressException {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new AddressException("Control characters in address", text);
    }
    InternetAddress address = new InternetAddress(text, true);
    if (address.isGroup() || address.getAddress().indexOf('@') < 1) {
      throw new AddressException("Not the address of a mailbox", text);
    }
    return address;
  }
}
