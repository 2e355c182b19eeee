package cosmovisor.home;

import cosmovisor.plan.Platform;

/// Whether a file can be a node on this machine, by its first bytes and its size.
///
/// A download page, an archive or a binary for another processor is found out here rather than by
/// an `exec` at the upgrade height. The kernel has the last word: what this lets pass may still not
/// run.
public sealed interface ExecutableFormat {
  /// First bytes of a file that suffice for a verdict.
  int HEAD_BYTES = 4096;

  /// The kernel would load it.
  ///
  /// @param description what it is, for a sentence: `an ELF executable for amd64`
  record Fit(String description) implements ExecutableFormat {}

  /// The kernel would not load it, or not on this machine.
  ///
  /// @param reason what was found instead, for a sentence
  record Unfit(String reason) implements ExecutableFormat {}

  /// The verdict on a file of `size` bytes that starts with `head`.
  ///
  /// @param head the first [#HEAD_BYTES] of the file, or all of it if it is shorter
  static ExecutableFormat of(byte[] head, long size, Platform platform) {
    if (size == 0) {
      return new Unfit("an empty file");
    }
    if (Magic.startsWith(head, "#!")) {
      return platform.os().equals("windows")
          ? new Unfit("a script, which Windows does not start")
          : new Fit("a script");
    }
    if (Magic.startsWith(head, "\u007fELF")) {
      return Elf.judge(head, platform);
    }
    if (MachO.isOne(head)) {
      return MachO.judge(head, platform);
    }
    if (Magic.startsWith(head, "MZ")) {
      return platform.os().equals("windows")
          ? new Fit("a Windows program")
          : new Unfit("a Windows program, this machine is " + platform);
    }
    return new Unfit(FoundInstead.describe(head));
  }

  /// Whether an ELF file ends before the section table that its own header announces: the mark of a
  /// copy that was cut off. False for every other file, and for one without such a table.
  static boolean endsEarly(byte[] head, long size) {
    return Magic.startsWith(head, "\u007fELF") && Elf.announcedEnd(head) > size;
  }

  /// Whether a file shows by itself that it is whole: an ELF file that reaches to the end of that
  /// table, usually its last part. Other files don't show it.
  static boolean showsItsEnd(byte[] head, long size) {
    return Magic.startsWith(head, "\u007fELF")
        && Elf.announcedEnd(head) > 0
        && Elf.announcedEnd(head) <= size;
  }
}
