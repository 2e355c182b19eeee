/// The demo that `./demo` runs: the packaged image carries a node of the fake chain from `genesis`
/// over `v2` to `v3`, told live, checked and summed up at the end.
///
/// Read [cosmovisor.demo.Demo] first. What happens is told by the chain's own witness, never by
/// what cosmovisor says of itself.
package cosmovisor.demo;
