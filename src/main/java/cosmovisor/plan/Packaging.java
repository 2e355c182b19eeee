package cosmovisor.plan;

import java.util.Arrays;
import java.util.List;

/// How a binary is wrapped for its journey.
///
/// The plan's URL decides it, by the end of its path or by an `archive` parameter; what the server
/// says of the type or the name of the file decides nothing. The first that fits counts: `tar.gz`
/// stands before `gz`.
public enum Packaging {
  RAW(Container.NONE, Compression.NONE),
  ZIP(Container.ZIP, Compression.NONE, "zip"),
  TAR(Container.TAR, Compression.NONE, "tar"),
  TAR_GZ(Container.TAR, Compression.GZIP, "tar.gz", "tgz"),
  TAR_BZ2(Container.TAR, Compression.BZIP2, "tar.bz2", "tbz2"),
  TAR_XZ(Container.TAR, Compression.XZ, "tar.xz", "txz"),
  TAR_ZST(Container.TAR, Compression.ZSTD, "tar.zst", "tzst"),
  GZ(Container.NONE, Compression.GZIP, "gz"),
  BZ2(Container.NONE, Compression.BZIP2, "bz2"),
  XZ(Container.NONE, Compression.XZ, "xz"),
  ZST(Container.NONE, Compression.ZSTD, "zst");

  /// What holds the files together.
  public enum Container {
    NONE,
    ZIP,
    TAR
  }

  /// What makes the whole smaller.
  public enum Compression {
    NONE,
    GZIP,
    BZIP2,
    XZ,
    ZSTD
  }

  private final Container container;
  private final Compression compression;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is as immutable as it gets
  private final List<String> suffixes;

  Packaging(Container container, Compression compression, String... suffixes) {
    this.container = container;
    this.compression = compression;
    this.suffixes = List.of(suffixes);
  }

  public Container container() {
    return container;
  }

  public Compression compression() {
    return compression;
  }

  /// The packaging that the value of an `archive` parameter names; a word without meaning, `false`
  /// among them, says that the file is the binary itself.
  static Packaging named(String word) {
    return Arrays.stream(values())
        .filter(packaging -> packaging.suffixes.contains(word))
        .findFirst()
        .orElse(RAW);
  }

  /// The packaging by the end of a path; letter case counts.
  static Packaging ofPath(String path) {
    return Arrays.stream(values())
        .filter(
            packaging -> packaging.suffixes.stream().anyMatch(word -> path.endsWith("." + word)))
        .findFirst()
        .orElse(RAW);
  }
}
