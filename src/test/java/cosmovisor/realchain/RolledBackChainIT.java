package cosmovisor.realchain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.json.Json;
import cosmovisor.json.Json.JsonObject;
import cosmovisor.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A validator is upgraded, writes 200 blocks, and goes back to before the upgrade, on a real chain
/// whose other validator has ten times its power and goes on meanwhile.
///
/// A chain of one validator could not show it: its key has signed what is rolled back, and signs no
/// height twice.
class RolledBackChainIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int BLOCKS_AFTER = 200;

  @Test
  void aValidatorGoesBackToBeforeItsUpgradeAndNeverSignsTwice() throws Exception {
    try (RehearsedChain chain = new RehearsedChain("realchain-rollback");
        Neighbour neighbour = new Neighbour(chain, Path.of("target/realchain-rollback"))) {
      chain.setUp(neighbour);
      chain.run("unset UNSAFE_SKIP_BACKUP");
      neighbour.start();
      try (ChainWitness there = neighbour.witness();
          SignatureWitness signatures = new SignatureWitness(chain.daemonHome().resolve("data"))) {
        chain.start(true);
        chain.await("v1", 1);
        long height = upgrade(chain);
        Path backup = backup(chain.daemonHome());
        Map<String, String> contents = contents(backup);
        chain.await("v1-plain", height + BLOCKS_AFTER);
        chain.end();

        assertThat(contents(backup)).as("the backup, 200 blocks later").isEqualTo(contents);
        String signed = signer(chain);
        String said = chain.run("cosmovisor rollback --yes");
        assertThat(signer(chain)).as("what was signed last").isEqualTo(signed);
        assertThat(chain.current()).isEqualTo("genesis");
        System.out.println(said.replaceAll("(?m)^", "realchain: "));
        System.out.println("realchain: signed last before and after " + signed);

        chain.startAgain("cosmovisor run start --unsafe-skip-upgrades " + height);
        awaitSignatureAfter(chain, there, signed);
        assertThat(signatures.contradictions()).isEmpty();
        assertThat(signatures.awake()).isTrue();
        assertThat(chain.versions()).containsExactly("v1", "v1-plain", "v1");
        chain.end();
        chain.neverTwoNodesAtOnce(3);
        chain.tell();
      }
    }
  }

  /// By schedule, to a binary that changes nothing but its version: what it has written, the old
  /// one can get from its neighbour.
  private static long upgrade(RehearsedChain chain) throws Exception {
    long height = chain.height() + 40;
    chain.run(
        "cosmovisor add-upgrade plain \"$BINARIES/v1-plain/simd\" --upgrade-height " + height);
    chain.await("v1-plain", height);
    return height;
  }

  private static Path backup(Path home) throws IOException {
    try (Stream<Path> names = Files.list(home)) {
      return names
          .filter(path -> path.getFileName().toString().startsWith("data-backup-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /// A hash of each file, linked ones included.
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), hash(file));
      }
    }
    assertThat(contents).hasSizeGreaterThan(10);
    return contents;
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Height, round and step.
  private static String signer(RehearsedChain chain) throws Exception {
    JsonObject state = json(chain.daemonHome().resolve("data/priv_validator_state.json"));
    return "%s/%s/%s"
        .formatted(
            state.text("height").orElseThrow(),
            state.number("round").orElseThrow(),
            state.number("step").orElseThrow());
  }

  private static JsonObject json(Path file) throws IOException, JsonException {
    return (JsonObject) Json.parse(Files.readString(file, UTF_8));
  }

  /// Waits for a block behind what was signed before the rollback that the validator has signed, in
  /// the neighbour's word.
  private static void awaitSignatureAfter(RehearsedChain chain, ChainWitness there, String signed)
      throws Exception {
    long last = Long.parseLong(signed.substring(0, signed.indexOf('/')));
    String address =
        json(chain.daemonHome().resolve("config/priv_validator_key.json"))
            .text("address")
            .orElseThrow();
    long found =
        Patience.await(
            "a signature of the rolled-back validator",
            LIMIT,
            () -> {
              // What came late for a block's own commit is in that of the next block.
              long height = there.sightings().getLast().height() - 1;
              return there
                  .ask("/commit?height=" + height)
                  .filter(commit -> Json.write(commit).contains(address))
                  .filter(_ -> height > last)
                  .map(_ -> height);
            });
    System.out.println("realchain: the rolled-back validator signs again at " + found);
  }
}
