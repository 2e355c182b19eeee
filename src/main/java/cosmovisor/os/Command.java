package cosmovisor.os;

import java.nio.file.Path;
import java.util.List;

/// A program to start.
///
/// @param executable absolute path
/// @param arguments the whole argument vector, the program's name first
/// @param environment what it gets, and nothing more
/// @param folder its working folder
/// @param streams where its three standard streams lead
public record Command(
    Path executable,
    List<OsString> arguments,
    Environment environment,
    Path folder,
    Streams streams) {
  public Command {
    arguments = List.copyOf(arguments);
  }

  /// Where a child's standard streams lead.
  public enum Streams {
    /// All three are our own descriptors.
    OURS,
    /// Input is empty; output and errors come to us together.
    CAPTURED,
    /// Input comes from us, output comes to us; errors go where ours go.
    TALKING
  }
}
