package cosmovisor.plan;

import java.util.Locale;

/// An operating system and a processor in Go's words, as plans name them: `linux/amd64`.
public record Platform(String os, String arch) {

  /// The platform that the JDK describes by `os.name` and `os.arch`.
  ///
  /// A word that has no other name in Go stays as it is: such a platform can still run what a plan
  /// offers for `any`.
  public static Platform of(String osName, String osArch) {
    return new Platform(goOs(osName.toLowerCase(Locale.ROOT)), goArch(osArch));
  }

  /// The platform in a plan's own notation.
  ///
  /// @throws PlanException if the text is not two words around a slash
  public static Platform parse(String text) throws PlanException {
    Cut cut = Cut.at('/', text);
    if (cut.before().isEmpty() || cut.after().isEmpty() || cut.after().contains("/")) {
      throw new PlanException("not a platform: \"" + text + "\"; expected the form linux/amd64");
    }
    return new Platform(cut.before(), cut.after());
  }

  private static String goOs(String osName) {
    if (osName.startsWith("mac")) {
      return "darwin";
    }
    return osName.startsWith("windows") ? "windows" : osName;
  }

  private static String goArch(String osArch) {
    return switch (osArch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      case "loongarch64" -> "loong64";
      default -> osArch;
    };
  }

  /// The key of a plan's map of binaries.
  @Override
  public String toString() {
    return os + "/" + arch;
  }
}
