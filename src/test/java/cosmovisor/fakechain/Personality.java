package cosmovisor.fakechain;

/// What a node does that not every node does. Real ones do all of these.
public enum Personality {
  /// Panics at an upgrade's height and exits with 2, as most do.
  PANIC(AtTheHeight.PANICS, Pen.PLAIN),
  /// Ends with 0 at the height.
  EXIT_0(AtTheHeight.ENDS_WELL, Pen.PLAIN),
  /// Stays alive at the height, with no more blocks.
  HANG(AtTheHeight.HANGS, Pen.PLAIN),
  /// Stays alive at the height, and when asked to end.
  IGNORE_TERM(AtTheHeight.HANGS, Pen.PLAIN),
  /// Needs seconds to close its database when asked to end.
  SLOW_CLOSE(AtTheHeight.HANGS, Pen.PLAIN),
  /// Writes half of upgrade-info.json, and the other half later.
  TWO_WRITES(AtTheHeight.PANICS, Pen.TWICE),
  /// Writes upgrade-info.json under another name first.
  RENAMES(AtTheHeight.PANICS, Pen.RENAMED),
  /// Starts a process of its own, which outlives it and holds its output.
  FORKS(AtTheHeight.PANICS, Pen.PLAIN),
  /// Prints far more than a pipe holds.
  FLOODS(AtTheHeight.PANICS, Pen.PLAIN),
  /// Changes the files of its database in place, where others write new ones.
  REWRITES(AtTheHeight.PANICS, Pen.PLAIN),
  /// Answers with an older height than it has for its first blocks after a restart.
  OLDER_HEIGHT_AFTER_RESTART(AtTheHeight.PANICS, Pen.PLAIN);

  /// What becomes of a node that meets a block for another version.
  enum AtTheHeight {
    PANICS,
    ENDS_WELL,
    HANGS
  }

  /// How a node writes upgrade-info.json.
  enum Pen {
    PLAIN,
    TWICE,
    RENAMED
  }

  private final AtTheHeight atTheHeight;
  private final Pen pen;

  Personality(AtTheHeight atTheHeight, Pen pen) {
    this.atTheHeight = atTheHeight;
    this.pen = pen;
  }

  AtTheHeight atTheHeight() {
    return atTheHeight;
  }

  Pen pen() {
    return pen;
  }
}
