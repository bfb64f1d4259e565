package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a column besides its type. It shows that a column was another one when a row
 * was written, not which one it was.
 *
 * @param length its longest value in bytes, the bytes of its length, or the digits of its fraction,
 *     as its type has it; {@link #UNKNOWN} if that is not known
 * @param nullable whether it may be NULL
 * @param collation the number of its collation; {@link #UNKNOWN} if that is not known
 * @param name its name; null if it is not logged
 */
record ColumnShape(int length, boolean nullable, int collation, @Nullable String name) {

  static final int UNKNOWN = -1;

  /** Returns the shapes of the columns of a logged table, in their order. */
  static List<ColumnShape> logged(TableMapEventData table) {
    byte[] types = table.getColumnTypes();
    int[] lengths = table.getColumnMetadata();
    TableMapEventMetadata metadata = table.getEventMetadata();
    List<String> names = metadata == null ? null : metadata.getColumnNames();
    List<ColumnShape> shapes = new ArrayList<>();
    int texts = 0;
    for (int place = 0; place < types.length; place++) {
      ColumnType type = ColumnType.byCode(types[place] & 0xFF);
      boolean text = isText(type, lengths[place]);
      shapes.add(
          new ColumnShape(
              length(type, lengths[place]),
              table.getColumnNullability().get(place),
              text && metadata != null ? collation(metadata, texts) : UNKNOWN,
              names == null ? null : names.get(place)));
      texts += text ? 1 : 0;
    }
    return shapes;
  }

  /** Whether a column with one of these shapes may be one with the other. */
  boolean fits(ColumnShape other) {
    return nullable == other.nullable
        && same(length, other.length)
        && same(collation, other.collation)
        && (name == null || other.name == null || name.equalsIgnoreCase(other.name));
  }

  private static boolean same(int one, int other) {
    return one == UNKNOWN || other == UNKNOWN || one == other;
  }

  /** CHAR, ENUM and SET are logged as one type, with what they are in the upper byte. */
  private static boolean isEnumeration(int length) {
    int real = length >> 8;
    return real == ColumnType.ENUM.getCode() || real == ColumnType.SET.getCode();
  }

  /** Those that the server lists collations of, binary ones included. */
  private static boolean isText(ColumnType type, int length) {
    return type == ColumnType.VARCHAR
        || type == ColumnType.VAR_STRING
        || type == ColumnType.BLOB
        || (type == ColumnType.STRING && !isEnumeration(length));
  }

  private static int length(ColumnType type, int logged) {
    return switch (type) {
      case VARCHAR, BLOB, DATETIME_V2, TIMESTAMP_V2 -> logged;
      // Two bits of a CHAR's length are inverted among those of its type.
      case STRING ->
          isEnumeration(logged) ? UNKNOWN - 1 : (((logged >> 4) & 0x300) ^ 0x300) + (logged & 0xFF);
      default -> UNKNOWN;
    };
  }

  /** The server lists all collations, or the most usual one and the others by their places. */
  private static int collation(TableMapEventMetadata metadata, int text) {
    List<Integer> all = metadata.getColumnCharsets();
    if (all != null) {
      return text < all.size() ? all.get(text) : UNKNOWN;
    }
    TableMapEventMetadata.DefaultCharset usual = metadata.getDefaultCharset();
    if (usual == null) {
      return UNKNOWN;
    }
    Integer own =
        usual.getCharsetCollations() == null ? null : usual.getCharsetCollations().get(text);
    return own == null ? usual.getDefaultCharsetCollation() : own;
  }
}
