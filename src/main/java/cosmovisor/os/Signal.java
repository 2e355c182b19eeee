package cosmovisor.os;

/// The signals that reach the node through us, by their Linux numbers.
public enum Signal {
  HUP(1, true),
  INT(2, true),
  QUIT(3, true),
  KILL(9, false),
  USR1(10, false),
  USR2(12, false),
  TERM(15, true);

  private final int number;
  private final boolean stop;

  Signal(int number, boolean stop) {
    this.number = number;
    this.stop = stop;
  }

  public int number() {
    return number;
  }

  /// Whether whoever sends it wants the node, and so us, to end.
  public boolean asksToStop() {
    return stop;
  }

  /// The signal of this number.
  public static Signal of(int number) {
    for (Signal signal : values()) {
      if (signal.number == number) {
        return signal;
      }
    }
    throw new AssertionError("signal " + number + " is not waited for");
  }
}
