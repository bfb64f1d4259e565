package dev.outbox.relay.binlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.outbox.relay.outbox.OutboxEvent;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a logged row is what. The log has no names, so they are taken from the server's
 * description of the table, which must fit the types that are logged. Used by one thread.
 */
final class TableLayout {

  /** The places of what an event is made of, in the order of {@link #NAMES}. */
  private static final int POSITION = 0;

  private static final int ID = 1;
  private static final int AGGREGATE_TYPE = 2;
  private static final int AGGREGATE_ID = 3;
  private static final int TYPE = 4;
  private static final int PAYLOAD = 5;
  private static final int DATA_SCHEMA = 6;
  private static final int TRACE_PARENT = 7;
  private static final int TRACE_STATE = 8;
  private static final int CREATED_AT = 9;

  private static final List<String> NAMES =
      List.of(
          "position",
          "id",
          "aggregatetype",
          "aggregateid",
          "type",
          "payload",
          "dataschema",
          "traceparent",
          "tracestate",
          "created_at");

  private static final Map<String, Charset> CHARSETS =
      Map.of(
          "utf8mb4", UTF_8,
          "utf8mb3", UTF_8,
          "utf8", UTF_8,
          "ascii", UTF_8,
          "latin1", Charset.forName("windows-1252"));

  private static final Map<String, List<ColumnType>> LOGGED_AS =
      Map.ofEntries(
          Map.entry("bigint", List.of(ColumnType.LONGLONG)),
          Map.entry("int", List.of(ColumnType.LONG)),
          Map.entry("char", List.of(ColumnType.STRING)),
          Map.entry("varchar", List.of(ColumnType.VARCHAR)),
          Map.entry("tinytext", List.of(ColumnType.BLOB)),
          Map.entry("text", List.of(ColumnType.BLOB)),
          Map.entry("mediumtext", List.of(ColumnType.BLOB)),
          Map.entry("longtext", List.of(ColumnType.BLOB)),
          Map.entry("blob", List.of(ColumnType.BLOB)),
          Map.entry("mediumblob", List.of(ColumnType.BLOB)),
          Map.entry("longblob", List.of(ColumnType.BLOB)),
          Map.entry("json", List.of(ColumnType.JSON)),
          Map.entry("tinyint", List.of(ColumnType.TINY)),
          Map.entry("smallint", List.of(ColumnType.SHORT)),
          Map.entry("double", List.of(ColumnType.DOUBLE)),
          Map.entry("float", List.of(ColumnType.FLOAT)),
          Map.entry("decimal", List.of(ColumnType.NEWDECIMAL)),
          Map.entry("date", List.of(ColumnType.DATE)),
          Map.entry("datetime", List.of(ColumnType.DATETIME_V2)),
          Map.entry("timestamp", List.of(ColumnType.TIMESTAMP_V2)));

  /**
   * A column as {@code information_schema} describes it.
   *
   * @param name its name
   * @param type its type without length, such as {@code varchar}
   * @param charset its character set; null if it has none
   * @param shape what the log would say of it besides
   */
  record Column(String name, String type, @Nullable String charset, ColumnShape shape) {}

  private final int[] places = new int[NAMES.size()];
  private final Charset[] charsets = new Charset[NAMES.size()];

  /** What each column had last: types and the like mostly stay as they are. */
  private final byte[][] lastBytes = new byte[NAMES.size()][];

  private final String[] lastTexts = new String[NAMES.size()];
  private final int columns;

  /** What this could be mistaken in; null if the log names its columns. */
  private @Nullable Rivals rivals;

  private TableLayout(int columns) {
    this.columns = columns;
  }

  /**
   * The layout, if the description fits what is logged.
   *
   * @throws UnreadableTableException if it does not, or lacks a column
   */
  static TableLayout of(List<Column> columns, TableMapEventData logged) {
    byte[] types = logged.getColumnTypes();
    if (types.length != columns.size()) {
      throw new UnreadableTableException(
          "it had %d columns when the rows were written, it has %d now"
              .formatted(types.length, columns.size()));
    }
    TableLayout layout = new TableLayout(types.length);
    List<ColumnShape> shapes = ColumnShape.logged(logged);
    Arrays.fill(layout.places, -1);
    Arrays.fill(layout.charsets, UTF_8);
    for (int place = 0; place < types.length; place++) {
      Column column = columns.get(place);
      layout.take(column, place, ColumnType.byCode(types[place] & 0xFF));
      if (!column.shape().fits(shapes.get(place))) {
        throw new UnreadableTableException(
            "column %s was another one when the rows were written (%s, it is %s now)"
                .formatted(column.name(), shapes.get(place), column.shape()));
      }
    }
    for (int i = 0; i < layout.places.length; i++) {
      if (layout.places[i] < 0) {
        throw new UnreadableTableException("it has no column " + NAMES.get(i));
      }
    }
    boolean named = shapes.stream().allMatch(shape -> shape.name() != null);
    layout.rivals = named ? null : new Rivals(layout.places, types.length);
    return layout;
  }

  /** Whether a row may have been read wrong, as far as the log tells. */
  boolean isDoubtful(LoggedRow row) {
    return rivals != null && !rivals.isEmpty() && rivals.matterIn(row.cells(columns));
  }

  /**
   * Compares a row with what the table has.
   *
   * @return false if it was read wrong, and so is every other
   */
  boolean isRight(LoggedRow row, OutboxEvent inTable) {
    OutboxEvent event = row.event();
    int[] indexes = indexes(row.included());
    boolean right =
        event.id().equals(inTable.id())
            && event.aggregateType().equals(inTable.aggregateType())
            && event.aggregateId().equals(inTable.aggregateId())
            && event.type().equals(inTable.type())
            && Arrays.equals(event.payload(), inTable.payload())
            && isRight(indexes[DATA_SCHEMA], event.dataSchema(), inTable.dataSchema())
            && isRight(indexes[TRACE_PARENT], event.traceParent(), inTable.traceParent())
            && isRight(indexes[TRACE_STATE], event.traceState(), inTable.traceState())
            && (indexes[CREATED_AT] < 0
                || row.values()[indexes[CREATED_AT]] == null
                || event.createdMicros() == inTable.createdMicros());
    if (right && rivals != null) {
      rivals.readRight(row.cells(columns));
    }
    return right;
  }

  /** What was not logged is as the table's default has it. */
  private static boolean isRight(int index, @Nullable Object read, @Nullable Object inTable) {
    return index < 0 || Objects.equals(read, inTable);
  }

  /**
   * Where the values are in rows that have these columns; -1 for one that is not logged, as happens
   * with {@code binlog_row_image=MINIMAL}.
   */
  int[] indexes(BitSet included) {
    int[] indexes = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      indexes[i] = included.get(places[i]) ? included.get(0, places[i]).cardinality() : -1;
    }
    return indexes;
  }

  OutboxEvent event(Serializable[] row, int[] indexes, long committedMicros) {
    Object created = indexes[CREATED_AT] < 0 ? null : row[indexes[CREATED_AT]];
    return OutboxEvent.of(
        position(row, indexes),
        required(row, indexes, ID),
        nullable(row, indexes, AGGREGATE_TYPE),
        required(row, indexes, AGGREGATE_ID),
        nullable(row, indexes, TYPE),
        payload(row, indexes),
        text(row, indexes, DATA_SCHEMA),
        text(row, indexes, TRACE_PARENT),
        text(row, indexes, TRACE_STATE),
        created == null ? committedMicros : (Long) created,
        committedMicros);
  }

  private void take(Column column, int place, ColumnType logged) {
    List<ColumnType> expected = LOGGED_AS.get(column.type().toLowerCase(Locale.ROOT));
    if (expected != null && !expected.contains(logged)) {
      throw new UnreadableTableException(
          "column %s was of the type %s when the rows were written, it is %s now"
              .formatted(column.name(), logged, column.type()));
    }
    int wanted = NAMES.indexOf(column.name().toLowerCase(Locale.ROOT));
    if (wanted < 0) {
      return;
    }
    places[wanted] = place;
    String charset = column.charset();
    if (charset != null) {
      Charset known = CHARSETS.get(charset);
      if (known == null) {
        throw new UnreadableTableException(
            "column %s has the character set %s; known are %s"
                .formatted(column.name(), charset, CHARSETS.keySet()));
      }
      charsets[wanted] = known;
    }
    boolean number = wanted == POSITION || wanted == CREATED_AT;
    if ((!number && expected == null) || logged == ColumnType.JSON) {
      throw new UnreadableTableException(
          "column %s has the type %s; text is needed".formatted(column.name(), column.type()));
    }
  }

  private static long position(Serializable[] row, int[] indexes) {
    if (indexes[POSITION] < 0 || !(row[indexes[POSITION]] instanceof Number position)) {
      throw new UnreadableTableException("a row was logged without its position");
    }
    return position instanceof Integer small ? Integer.toUnsignedLong(small) : position.longValue();
  }

  private String required(Serializable[] row, int[] indexes, int what) {
    String value = text(row, indexes, what);
    if (value == null) {
      throw new UnreadableTableException("a row was logged without " + NAMES.get(what));
    }
    return value;
  }

  private @Nullable String nullable(Serializable[] row, int[] indexes, int what) {
    if (indexes[what] < 0) {
      throw new UnreadableTableException("a row was logged without " + NAMES.get(what));
    }
    return text(row, indexes, what);
  }

  private @Nullable String text(Serializable[] row, int[] indexes, int what) {
    if (indexes[what] < 0 || !(row[indexes[what]] instanceof byte[] bytes)) {
      return null;
    }
    if (lastBytes[what] == null || !Arrays.equals(bytes, lastBytes[what])) {
      lastBytes[what] = bytes;
      lastTexts[what] = new String(bytes, charsets[what]);
    }
    return lastTexts[what];
  }

  private byte @Nullable [] payload(Serializable[] row, int[] indexes) {
    if (indexes[PAYLOAD] < 0) {
      throw new UnreadableTableException("a row was logged without payload");
    }
    if (!(row[indexes[PAYLOAD]] instanceof byte[] bytes)) {
      return null;
    }
    return charsets[PAYLOAD].equals(UTF_8)
        ? bytes
        : new String(bytes, charsets[PAYLOAD]).getBytes(UTF_8);
  }
}
