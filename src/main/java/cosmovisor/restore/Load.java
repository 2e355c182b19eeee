package cosmovisor.restore;

import cosmovisor.backup.Backup;
import cosmovisor.backup.BackupNeed;
import cosmovisor.backup.Restore;
import cosmovisor.home.NodeHome;
import cosmovisor.os.Disk;
import cosmovisor.os.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a rollback has to bring.
///
/// @param pieces one for each of its parts, in their order
public record Load(List<Piece> pieces) {
  /// What must stay free when all is brought.
  private static final long RESERVE_BYTES = 64L << 20;

  public Load {
    pieces = List.copyOf(pieces);
  }

  /// A part and what it will take.
  public record Piece(Part part, BackupNeed need) {}

  /// The load of a way back.
  ///
  /// @param parts that are brought
  /// @param aside the ending of the names that today's are kept under
  public static Load of(
      Disk disk, NodeHome home, Restore restore, Backup backup, List<String> parts, String aside)
      throws IOException, UserError {
    List<Piece> pieces = new ArrayList<>();
    for (String name : parts) {
      Part part = Part.of(disk, home, name, aside);
      Mounts.refuse(disk, part.live());
      pieces.add(new Piece(part, restore.need(backup, name, part.live())));
    }
    return new Load(pieces);
  }

  /// Bytes of all files.
  public long bytes() {
    return pieces.stream().mapToLong(piece -> piece.need().bytes()).sum();
  }

  /// Makes sure that each disk holds what comes to it.
  ///
  /// @throws UserError if one does not
  public void checkRoom() throws UserError {
    Map<Path, Long> needed = new HashMap<>();
    for (Piece piece : pieces) {
      Path folder = Disk.parent(piece.part().live());
      long bytes = needed.getOrDefault(folder, RESERVE_BYTES) + piece.need().copied();
      needed.put(folder, bytes);
      if (piece.need().free() < bytes) {
        throw new UserError(
            "no room for the rollback: %s needs %,d MiB, and %,d MiB are free"
                .formatted(folder, bytes >> 20, piece.need().free() >> 20));
      }
    }
  }
}
