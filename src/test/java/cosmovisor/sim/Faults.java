package cosmovisor.sim;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What goes wrong, and when: asked before every [Verb], and for those that can be left half done
/// told how much of it to do.
///
/// Verbs are numbered from 1, so that "the same again, but kill it at verb 37" is a history of its
/// own.
public final class Faults {
  /// A verb about to be done.
  ///
  /// @param number counts all verbs of a life of this world
  public record Point(int number, Verb verb, String what) {}

  /// What happens to one verb.
  public sealed interface Strike {
    /// Nothing out of the way.
    Strike NONE = new Call(() -> {});

    /// It fails with the system's words.
    ///
    /// @param halfway whether it is partly done by then
    record Fail(String words, boolean halfway) implements Strike {}

    /// The supervisor is gone.
    ///
    /// @param halfway whether the verb is partly done by then
    record Crash(SimCrash.Kind kind, boolean halfway) implements Strike {}

    /// Something else happens at this very moment, and then the verb is done.
    record Call(Runnable deed) implements Strike {}
  }

  /// The words of errno values that disks know.
  public static final String EIO = "Input/output error";

  public static final String ENOSPC = "No space left on device";
  public static final String EROFS = "Read-only file system";

  private Function<Point, Strike> script = _ -> Strike.NONE;
  private int count;
  private @Nullable SimCrash dead;
  private Runnable between = () -> {};

  /// Nothing goes wrong.
  public static Faults none() {
    return new Faults();
  }

  /// Decides from now on.
  public void follow(Function<Point, Strike> decider) {
    this.script = decider;
  }

  /// How many verbs there were.
  public int count() {
    return count;
  }

  /// A new supervisor begins.
  public void revive() {
    dead = null;
  }

  /// What the supervisor died of, if it is dead.
  @Nullable SimCrash dead() {
    return dead;
  }

  /// Runs before every verb: the place for the world to go on in between.
  void between(Runnable deed) {
    between = deed;
  }

  /// Ends the supervisor from outside, between two verbs.
  public SimCrash kill(SimCrash.Kind kind) {
    dead = new SimCrash(kind);
    return dead;
  }

  /// To be called before a verb is done.
  ///
  /// @return how to do it
  /// @throws IOException if it fails before anything was done
  /// @throws SimCrash if the supervisor dies here, or is dead
  Way at(Verb verb, Object what) throws IOException {
    mustLive();
    between.run();
    mustLive();
    count++;
    return switch (script.apply(new Point(count, verb, String.valueOf(what)))) {
      case Strike.Call call -> {
        call.deed().run();
        mustLive();
        yield Way.WHOLE;
      }
      case Strike.Fail(String words, boolean halfway) -> {
        var failure = new FileSystemException(String.valueOf(what), null, words);
        if (!halfway) {
          throw failure;
        }
        yield new Way(failure, null);
      }
      case Strike.Crash(SimCrash.Kind kind, boolean halfway) -> {
        dead = new SimCrash(kind);
        if (!halfway) {
          throw dead;
        }
        yield new Way(null, dead);
      }
    };
  }

  private void mustLive() {
    if (dead != null) {
      throw dead;
    }
  }

  /// How a verb is done: wholly, or to the half and then failed or cut off.
  record Way(@Nullable IOException failure, @Nullable SimCrash crash) {
    static final Way WHOLE = new Way(null, null);

    boolean isWhole() {
      return failure == null && crash == null;
    }

    /// What of these bytes gets through.
    byte[] part(byte[] content) {
      return isWhole() ? content : java.util.Arrays.copyOf(content, content.length / 2);
    }

    /// To be called when the part was done.
    void end() throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (crash != null) {
        throw crash;
      }
    }
  }
}
