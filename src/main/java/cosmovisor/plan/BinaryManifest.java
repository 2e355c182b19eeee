package cosmovisor.plan;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonNull;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.Json.JsonString;
import cosmovisor.json.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the `info` text of a plan says about the new binaries.
///
/// ```
/// {"binaries":{"linux/amd64":"https://…?checksum=sha256:…","any":"https://…"}}
/// ```
///
/// or one URL, or an absolute path, of a file with that text. Read by the original's rules: letter
/// case of `binaries` does not count, other keys belong to somebody else, several such objects
/// become one, and nothing at all is an empty map.
public sealed interface BinaryManifest {
  /// Characters of an info text that are looked at.
  int MAX_LENGTH = 1 << 20;

  /// The map itself lies elsewhere.
  record Reference(BinaryUrl url) implements BinaryManifest {}

  /// URLs by platform, as they stand in the plan; one that is never chosen may be nonsense.
  record Binaries(Map<String, String> urls) implements BinaryManifest {
    public Binaries {
      urls = Collections.unmodifiableMap(new LinkedHashMap<>(urls));
    }

    /// The binary for this platform, else the one for `any`.
    ///
    /// @throws PlanException if there is neither, or the URL is none that can be fetched
    public BinaryUrl choose(Platform platform) throws PlanException {
      String url = urls.getOrDefault(platform.toString(), urls.get("any"));
      if (url == null) {
        throw new PlanException(
            "cannot find binary for os/arch: neither " + platform + ", nor any");
      }
      return BinaryUrl.parse(url);
    }
  }

  /// The meaning of a plan's info text.
  ///
  /// @throws PlanException if it is blank, or neither a location nor the JSON it should be
  static BinaryManifest parse(String info) throws PlanException {
    refuseOversize(info);
    String text = info.strip();
    if (text.isEmpty()) {
      throw new PlanException("plan info must not be blank");
    }
    return BinaryUrl.isLocation(text) ? new Reference(BinaryUrl.parse(text)) : binaries(text);
  }

  /// The map that a reference led to. A second reference is not followed.
  ///
  /// @throws PlanException if the text is not the JSON it should be
  static Binaries parseReferenced(String content) throws PlanException {
    refuseOversize(content);
    return binaries(content.strip());
  }

  private static void refuseOversize(String text) throws PlanException {
    if (text.length() > MAX_LENGTH) {
      throw new PlanException("the plan's info is longer than " + MAX_LENGTH + " characters");
    }
  }

  private static Binaries binaries(String text) throws PlanException {
    try {
      return binaries(Json.parse(text));
    } catch (JsonException notJson) {
      throw new PlanException("could not parse plan info: " + notJson.getMessage());
    }
  }

  private static Binaries binaries(Json json) throws PlanException {
    Map<String, String> urls = new LinkedHashMap<>();
    switch (json) {
      case JsonNull _ -> {}
      case JsonObject object -> collect(object, urls);
      default -> throw new PlanException("could not parse plan info: it is not a JSON object");
    }
    return new Binaries(urls);
  }

  private static void collect(JsonObject info, Map<String, String> urls) throws PlanException {
    for (Json.Member member : info.members()) {
      if (member.name().equalsIgnoreCase("binaries")) {
        merge(member.value(), urls);
      }
    }
  }

  private static void merge(Json value, Map<String, String> urls) throws PlanException {
    switch (value) {
      case JsonNull _ -> urls.clear();
      case JsonObject object -> {
        for (Json.Member member : object.members()) {
          urls.put(wellFormed(member.name()), url(member));
        }
      }
      default ->
          throw new PlanException("could not parse plan info: \"binaries\" is not an object");
    }
  }

  private static String url(Json.Member member) throws PlanException {
    return switch (member.value()) {
      case JsonString string -> wellFormed(string.value());
      case JsonNull _ -> "";
      default ->
          throw new PlanException(
              "could not parse plan info: the URL for \""
                  + Texts.shown(member.name())
                  + "\" is not a text");
    };
  }

  /// Go reads half a surrogate pair as U+FFFD; and a `char` that is none can't be sent anywhere.
  private static String wellFormed(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
