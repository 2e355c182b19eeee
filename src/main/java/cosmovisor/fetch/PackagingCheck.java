package cosmovisor.fetch;

import cosmovisor.fetch.FetchReport.Kind;
import cosmovisor.home.ExecutableFormat;
import cosmovisor.plan.Packaging;
import cosmovisor.plan.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Compares what a URL says with how its file starts, so that a login page named `.tar.gz` is
/// called a page and not a broken archive.
final class PackagingCheck {
  private PackagingCheck() {}

  static void refuseMismatch(Packaging packaging, Arrival arrival) throws IOException {
    byte[] head;
    try (InputStream in = arrival.stream()) {
      head = in.readNBytes(ExecutableFormat.HEAD_BYTES);
    }
    if (!fits(packaging, head)) {
      throw new FetchFailure(
          Kind.NO_DAEMON,
          "its URL says "
              + packaging.name().toLowerCase(Locale.ROOT).replace('_', '.')
              + ", but it is "
              + found(head));
    }
  }

  private static boolean fits(Packaging packaging, byte[] head) {
    return switch (packaging.compression()) {
      case GZIP -> startsWith(head, "\u001f\u008b");
      case BZIP2 -> startsWith(head, "BZh");
      case XZ -> startsWith(head, "\u00fd7zXZ\u0000");
      case ZSTD -> startsWith(head, "(\u00b5/\u00fd") || isSkippableFrame(head);
      case NONE ->
          switch (packaging.container()) {
            // Something may stand before a zip, as in one that unpacks itself.
            case ZIP -> startsWith(head, "PK") || startsWith(head, "MZ") || startsWith(head, "#!");
            case TAR -> TarArchiveInputStream.matches(head, head.length) || isOldTar(head);
            case NONE -> true;
          };
    };
  }

  private static boolean isSkippableFrame(byte[] head) {
    return head.length >= 4
        && (head[0] & 0xf0) == 0x50
        && startsWith(new byte[] {head[1], head[2], head[3]}, "*M\u0018");
  }

  /// A tar from before there was a magic: its header's checksum is octal and right.
  private static boolean isOldTar(byte[] head) {
    if (head.length < 512) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
    }
    String field = new String(head, 148, 8, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    return field.matches("[0-7]{1,7}") && Integer.parseInt(field, 8) == sum;
  }

  private static String found(byte[] head) {
    // The platform does not matter: no answer about it is shown.
    var anywhere = new Platform("", "");
    return switch (ExecutableFormat.of(head, head.length, anywhere)) {
      case ExecutableFormat.Fit fit -> fit.description();
      case ExecutableFormat.Unfit unfit -> unfit.reason();
    };
  }

  private static boolean startsWith(byte[] head, String latin1) {
    return new String(head, 0, Math.min(head.length, latin1.length()), StandardCharsets.ISO_8859_1)
        .equals(latin1);
  }
}
