package cosmovisor.plan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a plan says that a binary lies, in the part of go-getter's URL grammar that is kept.
///
/// ```
/// https://host/path/name.tar.gz//folder/inside?checksum=sha256:…&archive=…&other=parameters
/// ```
///
/// `checksum`, `archive` and `//folder` speak to us and are taken off; the rest is for the server
/// and stays byte for byte, in its order. Only characters that no URL may hold are escaped. Of the
/// original's sources, `git::`, `hg::`, `s3::`, `gcs::` and the short forms without a scheme are
/// refused: they start programs or carry credentials that a text from the chain must not steer, and
/// plain https serves the same files.
///
/// @param request what is asked of the server: `https`, `http` or `file`, without user-visible
///   parameters of ours, never empty
/// @param subdir the folder inside the archive that counts as its root, empty for the archive
///   itself
public record BinaryUrl(String request, Checksum checksum, Packaging packaging, String subdir) {
  private static final Pattern FORCED = Pattern.compile("([A-Za-z0-9]+)::.*", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{0,5}))?");

  /// A path with a folder inside the archive behind `//`. The `//` before a host is none such.
  private static final Pattern WITH_SUBDIR = Pattern.compile("((?://)?+.*?)//(.*)", Pattern.DOTALL);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  /// Parameters whose values are no secrets; all others are hidden in what people read.
  private static final Set<String> PUBLIC_PARAMETERS =
      Set.of("versionid", "filename", "ref", "version", "raw", "download");

  /// The location that a plan's text names.
  ///
  /// @throws PlanException with one sentence that says what is wrong or what to write instead
  public static BinaryUrl parse(String text) throws PlanException {
    String trimmed = text.strip();
    refuseUnreadable(trimmed);
    Pieces pieces = Pieces.split(trimmed);
    Query query = Query.parse(pieces.query());
    String request = request(pieces, query.rest());
    Checksum checksum =
        query.checksum().isEmpty() ? new Checksum.None() : Checksum.parse(query.checksum());
    var url = new BinaryUrl(request, checksum, packaging(pieces, query), pieces.subdir());
    url.refuseUnprotected();
    return url;
  }

  /// Whether a text is meant as a location: an absolute path, or something with a scheme. JSON
  /// never starts like one.
  static boolean isLocation(String text) {
    return !Texts.hasControl(text) && (text.startsWith("/") || SCHEME.matcher(text).matches());
  }

  /// Whether the file lies on this machine.
  public boolean isLocal() {
    return request.startsWith("file:");
  }

  /// This location for people: without user info, and without the values of parameters, where
  /// signatures and keys live.
  public String redacted() {
    Cut cut = Cut.at('?', request);
    String shown = cut.before().replaceFirst("^([a-z]+://)[^/]*@", "$1***@");
    return cut.found() ? shown + redactedQuery(cut.after()) : shown;
  }

  /// The redacted form, so that no log line or exception can give a secret away by accident.
  @Override
  public String toString() {
    return redacted();
  }

  private static void refuseUnreadable(String text) throws PlanException {
    if (text.isEmpty()) {
      throw new PlanException("the plan gives an empty URL for the binary");
    }
    if (Texts.hasControl(text)) {
      throw new PlanException("the URL of the binary holds a control character");
    }
    Matcher forced = FORCED.matcher(text);
    if (forced.matches()) {
      throw new PlanException(
          "download not supported for forced source '"
              + forced.group(1)
              + "::'; publish the file under a plain https:// URL, which works for release pages and"
              + " for public or presigned objects of a store");
    }
  }

  private static String request(Pieces pieces, String query) throws PlanException {
    return switch (pieces.scheme()) {
      case "https", "http" -> pieces.scheme() + "://" + remote(pieces.rest(), query);
      case "file", "" -> "file://" + localPath(pieces.rest());
      default ->
          throw new PlanException(
              "download not supported for scheme '"
                  + Texts.shown(pieces.scheme())
                  + "'; publish the file under an https:// URL");
    };
  }

  private static String remote(String rest, String query) throws PlanException {
    if (!rest.startsWith("//")) {
      throw new PlanException("the URL of the binary has no host; write https://host/path");
    }
    Cut cut = Cut.at('/', rest.substring(2));
    String path = cut.found() ? "/" + cut.after() : "";
    String parameters = query.isEmpty() ? "" : "?" + Escapes.query(query);
    return checkedAuthority(cut.before()) + Escapes.path(path) + parameters;
  }

  private static String checkedAuthority(String authority) throws PlanException {
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      throw new PlanException(
          "the URL of the binary has no valid host; a name in another script is written in its"
              + " xn-- form");
    }
    String port = matcher.group(3);
    if (port != null && !port.isEmpty() && Integer.parseInt(port) > 65535) {
      throw new PlanException("the URL of the binary has the impossible port " + port);
    }
    String userInfo = matcher.group(1);
    String host = matcher.group(2) + (port == null || port.isEmpty() ? "" : ":" + port);
    return userInfo == null ? host : Escapes.userInfo(userInfo) + "@" + host;
  }

  private static String localPath(String rest) throws PlanException {
    String path = rest.startsWith("//") ? rest.substring(2) : rest;
    if (path.startsWith("localhost/")) {
      path = path.substring("localhost".length());
    }
    if (!path.startsWith("/")) {
      throw new PlanException(
          "a binary on this machine needs an absolute path, one on another machine an https:// URL:"
              + " \""
              + Texts.shown(rest)
              + "\"");
    }
    return Escapes.path(path);
  }

  private static Packaging packaging(Pieces pieces, Query query) throws PlanException {
    return query.archive().isEmpty() || Query.isTrue(query.archive())
        ? Packaging.ofPath(Escapes.decoded(pieces.rest()))
        : Packaging.named(query.archive());
  }

  /// Over plain http anybody on the way can put another file in place of the binary; a digest in
  /// the plan notices. Nobody is on the way to this machine itself.
  private void refuseUnprotected() throws PlanException {
    if (request.startsWith("http://")
        && !(checksum instanceof Checksum.Digest)
        && !LOOPBACK.matcher(host()).matches()) {
      throw new PlanException(
          "plain http without a checksum can be changed by anybody on the way: "
              + redacted()
              + "; use https or add ?checksum=sha256:<hex>");
    }
  }

  private String host() {
    String rest = request.substring(request.indexOf("://") + 3);
    Matcher matcher = AUTHORITY.matcher(Cut.at('?', Cut.at('/', rest).before()).before());
    return matcher.matches() ? matcher.group(2).toLowerCase(Locale.ROOT) : "";
  }

  private static String redactedQuery(String query) {
    var out = new StringBuilder();
    for (String parameter : query.split("&", -1)) {
      Cut cut = Cut.at('=', parameter);
      String name = cut.found() ? cut.before() : "";
      boolean open = PUBLIC_PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
      out.append(out.isEmpty() ? '?' : '&');
      out.append(open ? parameter : name.isEmpty() ? "***" : name + "=***");
    }
    return out.toString();
  }

  /// The text cut where the grammar cuts it, nothing decoded.
  private record Pieces(String scheme, String rest, String subdir, String query) {

    static Pieces split(String text) throws PlanException {
      Cut cut = Cut.at('?', Cut.at('#', text).before());
      String location = cut.before();
      Matcher scheme = SCHEME.matcher(location);
      if (!scheme.matches() && !location.startsWith("/")) {
        throw new PlanException(
            "\"" + Texts.shown(location) + "\" is no URL; write https://host/path in full");
      }
      return scheme.matches()
          ? of(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(2), cut.after())
          : of("", location, cut.after());
    }

    private static Pieces of(String scheme, String rest, String query) throws PlanException {
      Matcher matcher = WITH_SUBDIR.matcher(rest);
      if (!matcher.matches()) {
        return new Pieces(scheme, rest, "", query);
      }
      refuseUnfitSubdir(matcher.group(2));
      return new Pieces(scheme, matcher.group(1), matcher.group(2), query);
    }

    private static void refuseUnfitSubdir(String subdir) throws PlanException {
      if (subdir.contains("..")) {
        throw new PlanException("the folder inside the archive must not contain '..'");
      }
      if (subdir.matches(".*[*?\\[\\\\].*")) {
        throw new PlanException(
            "patterns for the folder inside the archive are not supported; write its name in full");
      }
    }
  }

  /// The parameters that are ours, empty where missing, and the text of all others.
  private record Query(String checksum, String archive, String rest) {

    static Query parse(String query) throws PlanException {
      String checksum = null;
      String archive = null;
      var rest = new StringBuilder();
      for (String parameter : query.split("&", -1)) {
        Cut cut = Cut.at('=', parameter);
        String value = cut.after();
        switch (Escapes.decoded(cut.before())) {
          case "checksum" -> checksum = checksum == null ? Escapes.decoded(value) : checksum;
          case "archive" -> archive = archive == null ? Escapes.decoded(value) : archive;
          default -> rest.append(rest.isEmpty() ? "" : "&").append(parameter);
        }
      }
      return new Query(
          checksum == null ? "" : checksum, archive == null ? "" : archive, rest.toString());
    }

    static boolean isTrue(String value) {
      return Set.of("1", "t", "T", "TRUE", "true", "True").contains(value);
    }
  }
}
