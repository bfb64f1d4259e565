package dev.outbox.relay.outbox;

/**
 * A table's name.
 *
 * @param database the database, unquoted
 * @param name the table in it, unquoted
 */
public record Table(String database, String name) {

  /** As SQL takes it, quoted. */
  public String quoted() {
    return quote(database) + "." + quote(name);
  }

  @Override
  public String toString() {
    return database + "." + name;
  }

  private static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }
}
