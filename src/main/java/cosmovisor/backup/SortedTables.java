package cosmovisor.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which files of a folder are sorted tables that their database will never write to again.
///
/// goleveldb, pebble and rocksdb write a table once and then only delete it; all else is appended
/// to, overwritten or recycled. A folder is such a database's if it has a manifest and a journal.
///
/// One table can still be written to: one that was being made when its database was killed. Nothing
/// refers to it, and its number may be given out again, and its content be written over. Numbers
/// are given out in order, to tables and journals alike, and a database that is opened counts on
/// behind the greatest journal that it finds. So a table with a number below that one stays as it
/// is, or goes.
///
/// Sources: goleveldb's `db.go` (`recoverJournal`) and `session_util.go` (`markFileNum`), pebble's
/// `open.go` and rocksdb's `db_impl_open.cc`, which mark the same number as used.
final class SortedTables {
  static final Pattern MANIFEST = Pattern.compile("MANIFEST-\\d{1,18}");
  private static final Pattern JOURNAL = Pattern.compile("(\\d{1,18})(-\\d{1,9})?\\.log");
  private static final Pattern TABLE = Pattern.compile("(\\d{1,18})\\.(ldb|sst)");

  private final boolean isDatabase;
  private final long lastJournal;

  /// @param files of one folder
  SortedTables(List<Path> files) {
    List<String> names = files.stream().map(SortedTables::name).toList();
    OptionalLong last = names.stream().flatMapToLong(name -> number(JOURNAL, name).stream()).max();
    isDatabase =
        last.isPresent() && names.stream().anyMatch(name -> MANIFEST.matcher(name).matches());
    lastJournal = last.orElse(0);
  }

  /// Whether this file of the folder stays as it is for good.
  boolean has(Path file) {
    if (!isDatabase) {
      return false;
    }
    OptionalLong number = number(TABLE, name(file));
    return number.isPresent() && number.getAsLong() < lastJournal;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// The number of a file whose name is of this form.
  private static OptionalLong number(Pattern form, String name) {
    Matcher matcher = form.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
