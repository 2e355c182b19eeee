package cosmovisor.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SortedTablesTest {
  private static List<String> lasting(String... names) {
    List<Path> files = Stream.of(names).map(Path.of("/h/data/application.db")::resolve).toList();
    SortedTables tables = new SortedTables(files);
    return files.stream().filter(tables::has).map(file -> file.getFileName().toString()).toList();
  }

  @Test
  void tablesOfEachDatabaseAreKnown() {
    assertThat(lasting("CURRENT", "MANIFEST-000004", "000009.log", "000005.ldb", "000007.ldb"))
        .as("goleveldb")
        .containsExactly("000005.ldb", "000007.ldb");
    assertThat(
            lasting(
                "MANIFEST-000001",
                "marker.manifest.000001.MANIFEST-000001",
                "000009.log",
                "000005.sst"))
        .as("pebble")
        .containsExactly("000005.sst");
    assertThat(
            lasting(
                "CURRENT",
                "IDENTITY",
                "MANIFEST-000005",
                "000012.log",
                "000010.sst",
                "OPTIONS-000007"))
        .as("rocksdb")
        .containsExactly("000010.sst");
  }

  @Test
  void whatADatabaseWritesToIsNone() {
    assertThat(
            lasting(
                "CURRENT",
                "LOCK",
                "LOG",
                "LOG.old",
                "MANIFEST-000004",
                "000009.log",
                "000003.blob",
                "000002.tmp",
                "x.ldb",
                "5.ldb.old",
                "000005.ldb~"))
        .isEmpty();
  }

  /// Its number may be given out again, and its content be written over.
  @Test
  void aTableThatWasMadeBehindTheLastJournalIsNone() {
    assertThat(lasting("MANIFEST-000004", "000006.log", "000009.log", "000007.ldb", "000010.ldb"))
        .containsExactly("000007.ldb");
  }

  @Test
  void namesAloneMakeNoDatabase() {
    assertThat(lasting("000005.ldb", "000009.log")).as("no manifest").isEmpty();
    assertThat(lasting("000005.ldb", "MANIFEST-000004")).as("no journal").isEmpty();
    assertThat(lasting("wal", "000005.sst")).isEmpty();
  }
}
