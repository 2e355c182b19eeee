package cosmovisor;

/// Entry.
final class Main {
  private Main() {}

  static void main(String[] args) {
    System.out.println("cosmovisor");
  }
}
