package cosmovisor;

import cosmovisor.chain.ChainWorker;
import cosmovisor.cli.Action;
import cosmovisor.cli.Commands;
import cosmovisor.cli.HelpText;
import cosmovisor.cli.ManualPage;
import cosmovisor.fetch.FetchWorker;
import cosmovisor.os.Ambient;
import cosmovisor.os.ExitCode;
import cosmovisor.os.Failures;
import cosmovisor.os.Terminal;
import cosmovisor.os.UserError;
import cosmovisor.os.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Parses, has `Wiring` put together what is needed, runs it, and ends with its exit code.
final class Main {
  private final Posix posix = new Posix();
  private final Terminal terminal = posix.terminal();
  private final Ambient ambient;

  private Main(int argumentCount) {
    ambient = posix.ambient(argumentCount);
  }

  static void main(String[] args) {
    Main main = new Main(args.length);
    Thread.setDefaultUncaughtExceptionHandler((_, fault) -> main.crash(fault));
    main.posix.exit(main.run());
  }

  /// A fault of ours, in whatever thread, ends us: a supervisor that has lost a watcher in silence
  /// would miss its upgrade. The node ends with us, and the next start finds everything as it is.
  private void crash(Throwable fault) {
    StackTraceElement[] where = fault.getStackTrace();
    String place = where.length == 0 ? "" : " at " + where[0];
    terminal.err(
        "Error: a fault in cosmovisor itself, please report it: "
            + (fault + place).replaceAll("\\p{Cntrl}", "?"));
    posix.exit(ExitCode.FAULT);
  }

  private int run() {
    try {
      return switch (Action.of(ambient.arguments())) {
        case Action.Help _ -> help();
        case Action.OneShot command -> new Wiring(posix, ambient, terminal).command(command);
        case Action.Run run -> new Wiring(posix, ambient, terminal).run(run);
        case Action.Manual manual -> manual(manual.folder().from(ambient.workingFolder()));
        case Action.Fetch _ -> fetch();
        case Action.AskChain _ -> askChain();
      };
    } catch (UserError error) {
      terminal.err("Error: " + error.line());
      return error.exitCode();
    }
  }

  /// A worker's libraries lie on a class path, which a module sees only when it says so. To say it
  /// by an option of the virtual machine would cost the worker the archive of classes.
  private static void seeClassPath() {
    Main.class.getModule().addReads(ClassLoader.getSystemClassLoader().getUnnamedModule());
  }

  private static int askChain() throws UserError {
    seeClassPath();
    return ChainWorker.run(System.in, System.out, System.getenv());
  }

  private static int fetch() throws UserError {
    seeClassPath();
    try {
      return FetchWorker.run(System.in, System.out, System.getenv());
    } catch (IllegalArgumentException noJob) {
      throw new UserError(Action.FETCH + " is for cosmovisor's own use: " + noJob.getMessage());
    }
  }

  private int help() {
    HelpText.lines().forEach(terminal::out);
    List<String> problems = new Wiring(posix, ambient, terminal).problems();
    terminal.out("");
    terminal.out(
        problems.isEmpty()
            ? "The configuration is valid."
            : "Problems of the configuration, which `run` would refuse:");
    problems.forEach(problem -> terminal.out("  " + problem));
    return ExitCode.OK;
  }

  private static int manual(Path folder) throws UserError {
    try {
      for (ManualPage page : Commands.manual()) {
        Files.write(folder.resolve(page.file()), page.lines());
      }
      return ExitCode.OK;
    } catch (IOException failure) {
      throw new UserError("the manual can't be written: " + Failures.line(failure));
    }
  }
}
