/// The guarantee itself, on a real chain: a Cosmos SDK node of two versions (`src/test/chain`), a
/// vote, and the packaged image between them.
///
/// The walk is the operator's: [cosmovisor.realchain.RealChainIT] runs the commands of
/// `docs/simapp-upgrade.md` as they stand there, while two witnesses that trust nobody's log look
/// on: one at the node's RPC, one at the process table. Runs by itself (`./mvnw verify
/// -Prealchain`), for it needs Go and a minute.
@NullMarked
package cosmovisor.realchain;

import org.jspecify.annotations.NullMarked;
