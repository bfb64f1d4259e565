package dev.outbox.notification;

/** Delivers a message to a customer. */
interface MessageSender {

  /**
   * Delivers a message.
   *
   * @throws RuntimeException if it could not be delivered; it will be tried again
   */
  void send(Notification notification);
}
