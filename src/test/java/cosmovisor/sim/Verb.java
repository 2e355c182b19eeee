package cosmovisor.sim;

/// Everything that the supervised world can be asked for, and so can fail.
public enum Verb {
  FOLLOW,
  LOOK,
  READ,
  LIST,
  READ_LINK,
  RESOLVE,
  MAKE_FOLDERS,
  WRITE,
  APPEND,
  LINK,
  RENAME,
  REMOVE,
  SET_PERMISSIONS,
  MAKE_EXECUTABLE,
  COPY,
  COPY_CONTENT,
  COPY_CHECKED,
  CLONE,
  HARD_LINK,
  CHECKSUM,
  COPY_PERMISSIONS,
  SYNC,
  SYNC_FILE_SYSTEM,
  ROOM,
  /// A program is about to be started.
  SPAWN,
  /// It has a pid, which is about to be written down.
  REGISTER,
  BIRTH,
  SIGNAL;

  /// Whether a read-only disk refuses it.
  boolean writes() {
    return switch (this) {
      case MAKE_FOLDERS,
          WRITE,
          APPEND,
          LINK,
          RENAME,
          REMOVE,
          SET_PERMISSIONS,
          MAKE_EXECUTABLE,
          COPY,
          COPY_CONTENT,
          COPY_CHECKED,
          CLONE,
          HARD_LINK,
          COPY_PERMISSIONS ->
          true;
      default -> false;
    };
  }
}
