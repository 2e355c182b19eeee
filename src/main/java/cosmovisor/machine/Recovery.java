package cosmovisor.machine;

import cosmovisor.machine.JournalEntry.Begun;
import cosmovisor.machine.JournalEntry.HookStarted;
import cosmovisor.machine.JournalEntry.NodeStarted;
import cosmovisor.machine.JournalEntry.Started;
import cosmovisor.machine.State.Left;
import cosmovisor.machine.State.Reached;
import cosmovisor.machine.State.Stage;
import cosmovisor.machine.State.Upgrading;
import cosmovisor.os.ProcessExit;
import cosmovisor.plan.UpgradePlan;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What an earlier life left behind, from its journal.
///
/// The journal is told to the machine again, and where the machine then stands is where the upgrade
/// goes on: what was begun and not ended is done again, what was done is not. There is no second
/// opinion on what comes behind what.
///
/// An upgrade that failed is not gone on with but begun anew: its operator was told to change
/// something, and nobody knows what. The same holds once a node has run, and once the data was set
/// back: it is not what the stages were done for. Whether there is an upgrade to carry out at all,
/// the disk alone says ([Fitting]).
///
/// @param left the upgrade that was broken off
/// @param last the program that was started last, a node or a hook; it may still run
public record Recovery(Optional<Left> left, Optional<Started> last) {

  /// Nothing: the first life.
  public static final Recovery NONE = new Recovery(Optional.empty(), Optional.empty());

  /// What these entries, the oldest first, tell.
  ///
  /// @param machine as it is set up in this life
  public static Recovery of(List<JournalEntry> entries, UpgradeMachine machine) {
    Replay replay = new Replay(machine);
    entries.forEach(replay::tell);
    return new Recovery(replay.left, replay.last);
  }

  /// The machine, told of one entry after the other.
  private static final class Replay {
    private final UpgradeMachine machine;
    private Optional<Begun> open = Optional.empty();
    private Optional<Left> left = Optional.empty();
    private Optional<Started> last = Optional.empty();
    private Optional<Long> rollback = Optional.empty();

    Replay(UpgradeMachine machine) {
      this.machine = machine;
    }

    void tell(JournalEntry entry) {
      switch (entry) {
        case Begun begun -> {
          open = Optional.of(begun);
          underWay(begun.effect()).ifPresent(state -> left = Optional.of(farthest(state)));
        }
        case JournalEntry.RollbackBegun begun -> rollback = Optional.of(begun.id());
        case JournalEntry.Done done when rollback.equals(Optional.of(done.id())) -> {
          open = Optional.empty();
          left = Optional.empty();
        }
        case JournalEntry.Done done -> ended(done.id(), done.status());
        case JournalEntry.Failed failed -> failed(failed.id());
        case HookStarted started -> last = Optional.of(started);
        case NodeStarted started -> {
          last = Optional.of(started);
          open = Optional.empty();
          left = Optional.empty();
        }
      }
    }

    private void ended(long id, int status) {
      Optional<Begun> begun = open.filter(one -> one.id() == id);
      begun
          .flatMap(one -> underWay(one.effect()))
          .ifPresent(
              state -> {
                State next = machine.decide(state, end(begun.get().effect(), status)).state();
                left =
                    next instanceof Upgrading upgrading
                        ? Optional.of(farthest(upgrading))
                        : Optional.empty();
              });
      begun.ifPresent(_ -> open = Optional.empty());
    }

    private void failed(long id) {
      if (open.filter(one -> one.id() == id).isPresent()) {
        open = Optional.empty();
        left = Optional.empty();
      }
    }

    private static Event end(Effect.Durable effect, int status) {
      return effect instanceof Effect.RunPreUpgrade hook
          ? new Event.PreUpgradeEnded(hook, new ProcessExit.Code(status))
          : new Event.Done(effect);
    }

    /// The state in which this effect is under way, if it belongs to an upgrade.
    private Optional<Upgrading> underWay(Effect.Durable effect) {
      return switch (effect) {
        case Effect.LinkGenesis _, Effect.RepairLink _ -> Optional.empty();
        case Effect.TakeBackup e -> at(e.plan(), Stage.BACKUP, 1);
        case Effect.RunCustomHook e -> at(e.plan(), Stage.CUSTOM_HOOK, 1);
        case Effect.RunPreUpgrade e -> at(e.plan(), Stage.PRE_UPGRADE, e.attempt());
        case Effect.Switch e -> at(e.plan(), Stage.SWITCH, 1);
      };
    }

    private Optional<Upgrading> at(UpgradePlan plan, Stage stage, int attempt) {
      return Optional.of(new Upgrading(plan, stage, attempt, reached(plan)));
    }

    private Reached reached(UpgradePlan plan) {
      return left.filter(one -> one.plan().isSamePlanAs(plan))
          .map(Left::reached)
          .orElse(Reached.NOTHING);
    }

    /// A later life begins with the stages that can be repeated; how far the one before it came
    /// counts all the same.
    private Left farthest(Upgrading state) {
      Reached here = new Reached(state.stage(), state.attempt());
      return new Left(state.plan(), Collections.max(List.of(here, reached(state.plan()))));
    }
  }
}
