import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Takes the time out of a class data archive: `java ArchiveClock.java ARCHIVE MAP`.
///
/// The archive holds a piece of Java heap, and in it soft references, which note when they were last
/// used, in milliseconds since the machine was started. That is all in which two dumps of the same
/// classes differ. It says nothing where the archive is used; here it becomes one that lies ahead of
/// any machine's, as of a reference just used: one that seems long unused would be cleared by the
/// first collection, and what it holds be made again.
///
/// Where the fields lie, the virtual machine has written to the map (`-Xlog:aot+map*`). Archives carry
/// checksums; one that does not fit its bytes before ends this program, since the format is another.
final class ArchiveClock {
  private static final long AHEAD = 1L << 40; // 34 years

  private static final Pattern NUMBER = Pattern.compile("- (\\w+): +(?:0x)?([0-9a-f]+)");
  private static final Pattern OBJECT = Pattern.compile("^(0x[0-9a-f]+): @@ Object .*");
  private static final Pattern CLOCK =
      Pattern.compile(" - private (?:static )?'(?:timestamp|clock)' 'J' @(\\d+) .*");

  private static final int HEADER_CHECKSUM = 4;
  private static final int CHECKED_FROM = 16;

  static void main(String[] args) throws IOException {
    Path archive = Path.of(args[0]);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(archive)).order(ByteOrder.LITTLE_ENDIAN);
    Heap heap;
    List<Integer> clocks;
    try (Stream<String> map = Files.lines(Path.of(args[1]), StandardCharsets.ISO_8859_1)) {
      heap = Heap.of(map.limit(200).toList());
    }
    try (Stream<String> map = Files.lines(Path.of(args[1]), StandardCharsets.ISO_8859_1)) {
      clocks = clocks(map, heap);
    }
    refuse(clocks.isEmpty(), "no clocks in it");
    int header = bytes.getInt(12);
    int heapChecksum = find(bytes, header, checksum(bytes, heap.offset, heap.size));
    refuse(
        bytes.getInt(HEADER_CHECKSUM) != checksum(bytes, CHECKED_FROM, header - CHECKED_FROM),
        "another checksum of the header");
    clocks.forEach(place -> bytes.putLong(place, AHEAD));
    bytes.putInt(heapChecksum, checksum(bytes, heap.offset, heap.size));
    bytes.putInt(HEADER_CHECKSUM, checksum(bytes, CHECKED_FROM, header - CHECKED_FROM));
    Files.write(archive, bytes.array());
  }

  /// The archived heap: where it lies in the file, and where it thinks it lies in memory.
  private record Heap(int offset, long address, int size) {
    static Heap of(List<String> map) {
      List<String> region =
          map.stream().dropWhile(line -> !line.endsWith("\"hp\"")).limit(12).toList();
      return new Heap(
          (int) number(region, "file_offset", 16),
          number(region, "mapping_offset", 16),
          (int) number(region, "used", 10));
    }

    private static long number(List<String> lines, String name, int radix) {
      for (String line : lines) {
        Matcher number = NUMBER.matcher(line);
        if (number.matches() && number.group(1).equals(name)) {
          return Long.parseLong(number.group(2), radix);
        }
      }
      throw new IllegalArgumentException("ArchiveClock: the map has no " + name);
    }
  }

  /// The places in the file of all clock readings.
  private static List<Integer> clocks(Stream<String> map, Heap heap) {
    long[] object = {0};
    return map.<Integer>mapMulti(
            (line, found) -> {
              Matcher begin = OBJECT.matcher(line);
              Matcher clock = CLOCK.matcher(line);
              if (begin.matches()) {
                object[0] = Long.decode(begin.group(1));
              } else if (clock.matches()) {
                found.accept(
                    (int) (object[0] - heap.address) + heap.offset + Integer.parseInt(clock.group(1)));
              }
            })
        .toList();
  }

  private static int find(ByteBuffer bytes, int end, int checksum) {
    for (int place = 0; place < end; place += Integer.BYTES) {
      if (bytes.getInt(place) == checksum) {
        return place;
      }
    }
    throw new IllegalArgumentException("ArchiveClock: another checksum of the heap");
  }

  private static int checksum(ByteBuffer bytes, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes.array(), from, length);
    return (int) sum.getValue();
  }

  private static void refuse(boolean so, String why) {
    if (so) {
      throw new IllegalArgumentException("ArchiveClock: the archive is not as expected: " + why);
    }
  }
}
