package cosmovisor.os;

import java.nio.file.Path;
import java.util.List;

/// What surrounds this process, read once at its start and handed on from there.
///
/// @param program the words before them: the virtual machine, its options, our jar
/// @param arguments ours, behind the program's name
/// @param environment as given to us
/// @param workingFolder where we were started
/// @param osName the JDK's word for the operating system
/// @param osArch the JDK's word for the processor
public record Ambient(
    List<OsString> program,
    List<OsString> arguments,
    Environment environment,
    Path workingFolder,
    String osName,
    String osArch) {
  public Ambient {
    program = List.copyOf(program);
    arguments = List.copyOf(arguments);
  }
}
