package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The name of an archive's entry, as segments that can only lead downwards.
///
/// `.` and empty segments are dropped. Refused is whatever would lead elsewhere on some system:
/// `..`, a leading slash, a drive letter, a backslash; and what no name of a file needs: control
/// characters, bytes that are no UTF-8, endless length or depth.
///
/// @param segments none for the archive's root itself
record EntryName(List<String> segments) {
  static final EntryName ROOT = new EntryName(List.of());

  private static final int MOST_SEGMENT_BYTES = 255;
  private static final int MOST_SEGMENTS = 32;

  EntryName {
    segments = List.copyOf(segments);
  }

  static EntryName parse(String raw) throws FetchFailure {
    refuseUnfitCharacters(raw);
    if (raw.startsWith("/") || raw.matches("[A-Za-z]:.*")) {
      throw unsafe(raw, "is absolute");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : raw.split("/", -1)) {
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(checked(segment, raw));
      }
    }
    if (segments.size() > MOST_SEGMENTS) {
      throw unsafe(raw, "is more than " + MOST_SEGMENTS + " folders deep");
    }
    return new EntryName(segments);
  }

  boolean isRoot() {
    return segments.isEmpty();
  }

  String last() {
    return isRoot() ? "" : segments.getLast();
  }

  EntryName parent() {
    return new EntryName(segments.subList(0, Math.max(0, segments.size() - 1)));
  }

  EntryName child(String segment) {
    List<String> longer = new ArrayList<>(segments);
    longer.add(segment);
    return new EntryName(longer);
  }

  boolean isWithin(EntryName folder) {
    return segments.size() > folder.segments.size()
        && segments.subList(0, folder.segments.size()).equals(folder.segments);
  }

  /// This name as seen from a folder that it is within.
  EntryName below(EntryName folder) {
    return new EntryName(segments.subList(folder.segments.size(), segments.size()));
  }

  /// The name that a link at this place means; empty if it means nothing inside the archive.
  Optional<EntryName> follow(String target) {
    List<String> path = new ArrayList<>(parent().segments);
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    for (String segment : target.split("/", -1)) {
      if (segment.equals("..")) {
        if (path.isEmpty()) {
          return Optional.empty();
        }
        path.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        path.add(segment);
      }
    }
    return Optional.of(new EntryName(path));
  }

  /// What two names share that some file system can't tell apart.
  String folded() {
    return Normalizer.normalize(toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }

  private static void refuseUnfitCharacters(String raw) throws FetchFailure {
    if (raw.chars().anyMatch(Character::isISOControl)) {
      throw unsafe(raw, "holds a control character");
    }
    if (raw.codePoints()
        .anyMatch(c -> c == 0xfffd || Character.getType(c) == Character.SURROGATE)) {
      throw unsafe(raw, "is no UTF-8 text");
    }
    if (raw.indexOf('\\') >= 0) {
      throw unsafe(raw, "holds a backslash");
    }
  }

  private static String checked(String segment, String raw) throws FetchFailure {
    if (segment.equals("..")) {
      throw unsafe(raw, "contains '..'");
    }
    if (segment.getBytes(StandardCharsets.UTF_8).length > MOST_SEGMENT_BYTES) {
      throw unsafe(raw, "is longer than " + MOST_SEGMENT_BYTES + " bytes in one part");
    }
    return segment;
  }

  private static FetchFailure unsafe(String raw, String why) {
    String line = Reasons.oneLine(raw);
    String shown = line.length() > 100 ? line.substring(0, 100) + "…" : line;
    return new FetchFailure(
        Kind.UNSAFE_ARCHIVE, "the name of an entry in the archive " + why + ": " + shown);
  }
}
