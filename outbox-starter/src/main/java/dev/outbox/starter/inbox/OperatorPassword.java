package dev.outbox.starter.inbox;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/** The password of the user {@code operator}. Thread-safe. */
final class OperatorPassword {

  static final String USER = "operator";

  private static final Logger log = LoggerFactory.getLogger(OperatorPassword.class);

  /** The hash is never stored: these are for slowing down those who guess, at little cost. */
  private static final int ITERATIONS = 10_000;

  private static final int BYTES = 16;

  private final PasswordEncoder encoder =
      new Pbkdf2PasswordEncoder(
          "", BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
  private final String hash;

  private OperatorPassword(String password) {
    this.hash = String.valueOf(encoder.encode(password));
  }

  /** The configured one, else a random one that is printed once. */
  static OperatorPassword of(InboxProperties.Operator operator) {
    String configured = operator.password();
    if (configured != null && !configured.isBlank()) {
      return new OperatorPassword(configured);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    log.warn(
        "INBOX_OPERATOR_PASSWORD is not set. Until this process ends the password of the user '{}'"
            + " for /inbox/parked is {}",
        USER,
        password);
    return new OperatorPassword(password);
  }

  boolean matches(String user, String password) {
    return encoder.matches(password, hash) && user.equals(USER);
  }
}
