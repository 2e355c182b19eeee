package cosmovisor.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a name stands for. Each keeps beside what everybody sees what the platters hold.
abstract sealed class Inode {
  static final int READ = 0400;
  static final int WRITE = 0200;
  static final int EXECUTE = 0100;

  int mode;
  int durableMode;
  long modifiedMillis;

  Inode(int mode, long modifiedMillis) {
    this.mode = mode;
    this.durableMode = mode;
    this.modifiedMillis = modifiedMillis;
  }

  /// Whether the owner, who we are, may.
  boolean may(int bit) {
    return (mode & bit) != 0;
  }

  /// A file. Contents are never changed in place, only replaced.
  static final class Plain extends Inode {
    byte[] content;

    /// What a sync has made certain, if there was one.
    byte @Nullable [] durable;

    /// How many first bytes of the content are certain, since they were synced and not touched
    /// since.
    int certain;

    Plain(int mode, long modifiedMillis) {
      super(mode, modifiedMillis);
      this.content = new byte[0];
    }

    void replace(byte[] with, long now) {
      content = with.clone();
      certain = 0;
      modifiedMillis = now;
    }

    void append(byte[] more, long now) {
      byte[] all = Arrays.copyOf(content, content.length + more.length);
      System.arraycopy(more, 0, all, content.length, more.length);
      content = all;
      modifiedMillis = now;
    }

    void sync() {
      durable = content;
      certain = content.length;
      durableMode = mode;
    }
  }

  /// A symbolic link: as durable as its name.
  static final class Symbolic extends Inode {
    final String target;

    Symbolic(String target, long modifiedMillis) {
      super(0777, modifiedMillis);
      this.target = target;
    }
  }

  /// A folder: names, what of them is certain, and in their order the changes in between.
  static final class Folder extends Inode {
    final Map<String, Inode> names = new HashMap<>();
    final Map<String, Inode> durable = new HashMap<>();
    final List<Change> changes = new ArrayList<>();

    Folder(int mode, long modifiedMillis) {
      super(mode, modifiedMillis);
    }

    void apply(Change change, long now) {
      change.applyTo(names);
      changes.add(change);
      modifiedMillis = now;
    }

    void sync() {
      durable.clear();
      durable.putAll(names);
      changes.forEach(Change::land);
      changes.clear();
      durableMode = mode;
    }
  }

  /// A change of a folder's names, which reaches the platters whole or not at all.
  static final class Change {
    /// Its place among all changes of the disk.
    final long number;

    final @Nullable String gone;
    final @Nullable String name;
    final @Nullable Inode inode;

    /// The other folder's half of a rename between folders, without which this one never lands: a
    /// file may be seen twice, but is not lost.
    final @Nullable Change after;

    /// Where that half is.
    final @Nullable Folder afterIn;

    boolean landed;

    private Change(
        long number,
        @Nullable String gone,
        @Nullable String name,
        @Nullable Inode inode,
        @Nullable Change after,
        @Nullable Folder afterIn) {
      this.number = number;
      this.gone = gone;
      this.name = name;
      this.inode = inode;
      this.after = after;
      this.afterIn = afterIn;
    }

    static Change put(long number, String name, Inode inode) {
      return new Change(number, null, name, inode, null, null);
    }

    static Change drop(long number, String name) {
      return new Change(number, name, null, null, null, null);
    }

    static Change dropAfter(long number, String name, Change after, Folder in) {
      return new Change(number, name, null, null, after, in);
    }

    static Change rename(long number, String from, String to, Inode inode) {
      return new Change(number, from, to, inode, null, null);
    }

    /// It is on the platters, and with it the half that it can't be without.
    void land() {
      if (after != null && afterIn != null && !after.landed) {
        after.applyTo(afterIn.durable);
        after.land();
      }
      landed = true;
    }

    void applyTo(Map<String, Inode> names) {
      if (gone != null) {
        names.remove(gone);
      }
      if (name != null && inode != null) {
        names.put(name, inode);
      }
    }
  }
}
