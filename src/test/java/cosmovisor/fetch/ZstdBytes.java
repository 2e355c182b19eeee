package cosmovisor.fetch;

import java.util.HexFormat;

/// Frames of zstd by RFC 8878 whose headers ask for more memory than their one block needs.
final class ZstdBytes {
  /// A script of a hundred lines.
  static final byte[] SCRIPT = FetchWorld.utf8("#!/bin/sh\n".repeat(100));

  private static final String MAGIC = "28b52ffd";

  /// That script as the last block of a frame, packed by the reference tool.
  private static final String BLOCK = "8d00005023212f62696e2f73680a0100db5b1524";

  /// 128 KiB of `#`, as a block that is not the last.
  private static final String RUN = "02001023";

  private ZstdBytes() {}

  /// A frame with a window of 2 to the power of `exponent`, which does not say its size.
  static byte[] withWindow(int exponent) {
    return frame("00" + HexFormat.of().toHexDigits((byte) ((exponent - 10) << 3)));
  }

  /// A frame of 2 KiB that says to be of 1 GiB and to be needed in memory as a whole; 62 MiB come.
  static byte[] ofOneGibibyte() {
    return frame("a0" + "00000040" + RUN.repeat(500));
  }

  private static byte[] frame(String header) {
    return HexFormat.of().parseHex(MAGIC + header + BLOCK);
  }
}
