package cosmovisor.home;

import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a node's RPC listens, found where the node itself finds it: the operator's setting, its
/// flag, its environment, its `config.toml`, and its default.
public final class RpcAddress {
  private static final int MAX_CONFIG_BYTES = 1 << 20;
  private static final String FLAG = "--rpc.laddr";
  private static final int DEFAULT_PORT = 26657;
  private static final Pattern LADDR =
      Pattern.compile("(?ms)^\\[rpc\\]\\s*$.*?^\\s*laddr\\s*=\\s*[\"']([^\"'\\n]*)[\"']");

  private RpcAddress() {}

  /// The address to connect to.
  ///
  /// @param setting `DAEMON_RPC_ADDRESS`, empty if it is not set
  /// @param arguments the node's
  public static InetSocketAddress of(
      NodeHome home, Disk disk, String setting, List<OsString> arguments, Environment environment) {
    return Optional.of(setting)
        .filter(text -> !text.isEmpty())
        .or(() -> flag(arguments.stream().map(OsString::text).toList()))
        .or(() -> environment.value(variable(home)).map(OsString::text))
        .or(() -> configured(home, disk))
        .flatMap(RpcAddress::parse)
        .orElseGet(() -> InetSocketAddress.createUnresolved("127.0.0.1", DEFAULT_PORT));
  }

  private static Optional<String> flag(List<String> arguments) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(FLAG + "=")) {
        value = Optional.of(argument.substring(FLAG.length() + 1));
      } else if (argument.equals(FLAG) && i + 1 < arguments.size()) {
        value = Optional.of(arguments.get(i + 1));
      }
    }
    return value;
  }

  /// Nodes read `SIMD_RPC_LADDR` and its like.
  private static String variable(NodeHome home) {
    return home.name().text().toUpperCase(Locale.ROOT).replace('-', '_') + "_RPC_LADDR";
  }

  private static Optional<String> configured(NodeHome home, Disk disk) {
    try {
      byte[] toml = disk.read(home.home().resolve("config/config.toml"), MAX_CONFIG_BYTES);
      Matcher laddr = LADDR.matcher(new String(toml, StandardCharsets.UTF_8));
      return laddr.find() ? Optional.of(laddr.group(1)) : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// A node that listens everywhere is asked on this machine.
  private static Optional<InetSocketAddress> parse(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "tcp://" + text);
      if (uri.getHost() == null || uri.getPort() <= 0) {
        return Optional.empty();
      }
      String host =
          uri.getHost().equals("0.0.0.0") || uri.getHost().equals("[::]")
              ? "127.0.0.1"
              : uri.getHost();
      return Optional.of(InetSocketAddress.createUnresolved(host, uri.getPort()));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
