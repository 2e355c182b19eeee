/// A chain of our own: a node that can be run, upgraded, and got wrong, in a second.
///
/// [cosmovisor.fakechain.FakeNode] is the node. Its binary is a script of two lines
/// ([cosmovisor.fakechain.FakeBinary]) that starts it as one version of the chain, so that the same
/// classes make `genesis`, `v2` and any other. [cosmovisor.fakechain.FakeChain] is the home that
/// such nodes live in, [cosmovisor.fakechain.Supervision] the packaged image running one.
///
/// What a node knows, it has from the disk, as real ones do:
///
/// ```
/// home/
/// ├── plans.tsv                   what the chain has voted for, a line each (Plan)
/// ├── witness.log                 which version did what when, a line each (Sighting)
/// ├── rpc-port                    where the running node answers
/// ├── config/app.toml             what `pre-upgrade` brings up to date
/// └── data/
///     ├── application.db/state    height and versions that were committed (AppState)
///     ├── application.db/commits  who committed which block, a line each (Sighting)
///     ├── blockstore.db/height    of the last block stored, which may be one more
///     └── upgrade-info.json       written when a block is for another version
/// ```
///
/// The witness is nobody's log: it is written by the node itself, outside `data/`, and only grows.
///
/// Only `java.base` is used here, and nothing of the product: a fake that shared its code would
/// share its mistakes.
package cosmovisor.fakechain;
