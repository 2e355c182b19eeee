package cosmovisor.contract;

import cosmovisor.os.Command;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.Processes;
import cosmovisor.sim.Acts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class SimProcessesContractTest implements ProcessesContract {
  private static final Path FOLDER = Path.of("/tmp/here");

  private final Acts acts = new Acts(FOLDER);

  @Override
  public Processes processes() {
    return acts.processes();
  }

  @Override
  public boolean isMarked() throws IOException {
    return acts.isMarked();
  }

  @Override
  public Command command(Act act, Command.Streams streams) throws IOException {
    Path program = FOLDER.resolve(act.name());
    switch (act) {
      case MISSING -> {}
      case NOT_EXECUTABLE -> acts.write(program, act.name(), 0644);
      case NO_INTERPRETER -> acts.writeForAnother(program);
      default -> acts.write(program, act.name(), 0755);
    }
    return new Command(
        program, List.of(OsString.of(program)), new Environment(List.of()), FOLDER, streams);
  }
}
