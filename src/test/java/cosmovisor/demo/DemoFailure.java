package cosmovisor.demo;

/// Something is not as it should be; one line for the person who looks on.
final class DemoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailure(String line) {
    super(line);
  }
}
