package cosmovisor.backup;

import cosmovisor.plan.UpgradePlan;
import java.util.Optional;

/// What a backup is of.
///
/// @param plan the upgrade before which it is taken
/// @param begun the number of its beginning in the journal
/// @param runs the version that ran on the data, as a path below the cosmovisor folder: `genesis`
///   or `upgrades/v1`
public record BackupSubject(UpgradePlan plan, long begun, Optional<String> runs) {}
