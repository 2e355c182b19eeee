package cosmovisor.realchain;

import cosmovisor.realchain.KillRound.Result;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// `docs/KILL_SWEEP.md`: what came of the rounds. One that went wrong has no row, for it ends the
/// sweep.
record SweepPage(long seed, List<Result> results) {
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The kill sweep

        Made by `KillSweepIT`, on the packaged image and a real chain (`src/test/chain`):

        ```sh
        ./mvnw verify -DskipUnitTests -Prealchain -Dit.test=KillSweepIT -Dkills=%d -Dkills.seed=%d
        ```

        In each round a chain of one validator comes to an upgrade that it has voted for, and the supervisor, the
        node, or both get SIGKILL at a random moment. The supervisor is started again at each of its ends, at once.
        **%d rounds, %d in which the chain went on, 0 wrong**: v1 up to the height and v2 from it on, the
        upgrade's handler run once, never two nodes in `/proc`, one whole backup. No double signing: the commit of
        each height, read from the chain, has one signature, the one that the key's file had at that height and
        round; in that file no height, round and step ever came back with another signature, or after a later one.
        The longest time without a new block was %,d ms, on a machine with other work to do.

        | | Killed | ms after the last block but one of v1 | What was going on | It ended with | More starts | Standstill, ms |
        |---|---|---|---|---|---|---|
        """
            .formatted(
                results.size(),
                seed,
                results.size(),
                results.size(),
                results.stream()
                    .map(Result::standstill)
                    .max(Comparator.naturalOrder())
                    .map(Duration::toMillis)
                    .orElse(0L)));
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      text.append(
          "| %d | %s | %,d | %s | %s | %d | %,d |\n"
              .formatted(
                  i + 1,
                  result.victim().words(),
                  result.moment().toMillis(),
                  result.doing(),
                  result.end(),
                  result.starts(),
                  result.standstill().toMillis()));
    }
    return text.toString();
  }
}
