package dev.outbox.events.contracts;

/**
 * Something that is wrong with a contract.
 *
 * @param version the version of an event that it is about
 * @param message what was found, and what to do
 */
record Finding(VersionName version, String message) {

  @Override
  public String toString() {
    return version + ": " + message;
  }
}
