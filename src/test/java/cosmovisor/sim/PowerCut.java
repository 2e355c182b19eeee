package cosmovisor.sim;

import cosmovisor.sim.Inode.Change;
import cosmovisor.sim.Inode.Folder;
import cosmovisor.sim.Inode.Plain;
import cosmovisor.sim.Inode.Symbolic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Decides what is left of a disk when the power goes: what was certain, and of the rest any part
/// that [SimDisk] counts as legal.
final class PowerCut {
  private enum Names {
    NONE_LAND,
    ALL_LAND,
    UP_TO_A_MOMENT,
    ANY_LAND
  }

  private enum Contents {
    CERTAIN_ONLY,
    ALL_LAND,
    ANY_LAND
  }

  private final RandomGenerator random;
  private final SimTree before;
  private final Names names;
  private final Contents contents;
  private final long moment;
  private final Map<Change, Boolean> lands = new HashMap<>();
  private final Map<Inode, Inode> seen = new HashMap<>();

  PowerCut(RandomGenerator random, SimTree before) {
    this.random = random;
    this.before = before;
    this.names = Names.values()[random.nextInt(Names.values().length)];
    this.contents = Contents.values()[random.nextInt(Contents.values().length)];
    this.moment = random.nextLong(before.nameChanges() + 1);
  }

  /// The disk that the next start finds; all of it is certain.
  SimTree leaves() {
    var after = new SimTree((Folder) left(before.root), before.millis);
    after.limit(before.capacity());
    return after;
  }

  private Inode left(Inode inode) {
    Inode known = seen.get(inode);
    if (known != null) {
      return known;
    }
    Inode made =
        switch (inode) {
          case Symbolic link -> new Symbolic(link.target, link.modifiedMillis);
          case Plain file -> left(file);
          case Folder folder -> new Folder(mode(folder), folder.modifiedMillis);
        };
    seen.put(inode, made);
    if (inode instanceof Folder folder && made instanceof Folder copy) {
      Map<String, Inode> left = new HashMap<>(folder.durable);
      folder.changes.stream().filter(this::lands).forEach(change -> change.applyTo(left));
      left.forEach((name, child) -> copy.names.put(name, left(child)));
      copy.durable.putAll(copy.names);
    }
    return made;
  }

  private boolean lands(Change change) {
    if (change.landed) {
      return true;
    }
    if (change.after != null && !lands(change.after)) {
      return false;
    }
    return lands.computeIfAbsent(
        change,
        _ ->
            switch (names) {
              case NONE_LAND -> false;
              case ALL_LAND -> true;
              case UP_TO_A_MOMENT -> change.number <= moment;
              case ANY_LAND -> random.nextBoolean();
            });
  }

  private Plain left(Plain file) {
    var made = new Plain(mode(file), file.modifiedMillis);
    made.content = content(file);
    made.sync();
    return made;
  }

  private int mode(Inode inode) {
    return inode.mode == inode.durableMode || random.nextBoolean() ? inode.mode : inode.durableMode;
  }

  private byte[] content(Plain file) {
    if (file.certain == file.content.length && file.durable != null) {
      return file.content;
    }
    return switch (contents) {
      case ALL_LAND -> file.content;
      case CERTAIN_ONLY -> certain(file);
      case ANY_LAND ->
          switch (random.nextInt(4)) {
            case 0 -> certain(file);
            case 1 -> file.content;
            default -> torn(file);
          };
    };
  }

  private static byte[] certain(Plain file) {
    return file.durable == null ? Arrays.copyOf(file.content, file.certain) : file.durable;
  }

  /// A beginning of the new content, perhaps with zeros behind it.
  private byte[] torn(Plain file) {
    int bytes = random.nextInt(file.certain, file.content.length + 1);
    int size = random.nextBoolean() ? bytes : random.nextInt(bytes, file.content.length + 1);
    return Arrays.copyOf(Arrays.copyOf(file.content, bytes), size);
  }
}
