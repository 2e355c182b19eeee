package cosmovisor.fetch;

import java.time.Duration;

/// Every bound of a fetch. What comes over the network ends at one of these, if not by itself.
record Limits(Sizes sizes, Times times, Retries retries) {

  /// How much.
  ///
  /// @param download bytes of the file as it travels
  /// @param unpacked bytes of all that comes out of an archive, headers of a tar included
  /// @param entries of an archive
  /// @param ratio of unpacked bytes to one packed byte; looked at beyond `ratioFloor` bytes
  /// @param reference bytes of a plan's referenced text, and of a list of checksums
  /// @param decoder bytes of memory that a compressed stream may ask for; `xz -9` asks for 65 MiB
  record Sizes(
      long download,
      long unpacked,
      int entries,
      long ratio,
      long ratioFloor,
      long reference,
      long decoder) {}

  /// How long.
  ///
  /// @param idle without a single byte
  /// @param slowWindow in which at least `slowBytesPerSecond` have to come on average
  /// @param total for all tries together
  /// @param redirects until the last of a chain of redirects has answered
  record Times(
      Duration connect,
      Duration idle,
      Duration slowWindow,
      long slowBytesPerSecond,
      Duration total,
      Duration redirects) {}

  /// How often.
  ///
  /// @param tries in all, the first included
  /// @param firstPause doubled from try to try, up to `longestPause`
  /// @param longestRequestedPause of those that a server may ask for by `Retry-After`
  record Retries(
      int tries, Duration firstPause, Duration longestPause, Duration longestRequestedPause) {}

  static Limits of(FetchJob job) {
    return new Limits(
        new Sizes(
            job.maxBytes(), job.maxUnpackedBytes(), 10_000, 200, 64L << 20, 1L << 20, 80L << 20),
        new Times(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            1024,
            Duration.ofSeconds(job.maxSeconds()),
            Duration.ofSeconds(30)),
        new Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60)));
  }
}
