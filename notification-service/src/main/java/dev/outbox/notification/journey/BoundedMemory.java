package dev.outbox.notification.journey;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One cache for all stores of all partitions; each would have 50 MB and its own buffers otherwise,
 * outside of the heap. Public, since Kafka Streams makes it by name.
 */
public final class BoundedMemory implements RocksDBConfigSetter {

  private static final long CACHE = 32L * 1024 * 1024;
  private static final long WRITE_BUFFERS = 16L * 1024 * 1024;

  static {
    // Whoever comes first has to: Kafka Streams names this class before it opens any store.
    RocksDB.loadLibrary();
  }

  // Shared, and never closed.
  private static final Cache SHARED = new LRUCache(CACHE);
  private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, SHARED);

  @Override
  public void setConfig(String store, Options options, Map<String, Object> config) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(SHARED);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(BUFFERS);
  }

  @Override
  public void close(String store, Options options) {
    // What is shared stays open.
  }
}
